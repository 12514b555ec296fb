"""Word templates compiled once and filled many times.

docxtpl reads, patches and compiles its template anew for every document. Here that is done once:
what docxtpl made of the template (its patched XML) becomes Python code, by Jinja in our same
sandboxed environment, and what never changes is kept finished: bytes of text, and compressed
members of the file. The document is canonically the one that docxtpl's way gives
(``rendering.filling``), with what ``rendering.finish`` does to it. A template that this does not
know is refused when it is compiled, a value when it is met; then docxtpl's way is taken.
docs/explanation/compiled-templates.md is the public page.
"""
