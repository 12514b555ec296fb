// Looks at pages in Chromium and says, as JSON, what it found.
// usage: node look.mjs CHROMIUM PAGE.html…   (each page: PAGE.wide.png, PAGE.phone.png, PAGE.pdf beside it)
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf-8");
const [program, ...pages] = process.argv.slice(2);
const WIDTHS = { wide: 1280, phone: 360 };

const browser = await puppeteer.launch({
  executablePath: program,
  args: ["--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb"],
});
const told = {};
try {
  for (const file of pages) told[file] = await look(file);
} finally {
  await browser.close();
}
console.log(JSON.stringify(told));

async function look(file) {
  const page = await browser.newPage();
  const asked = [];
  const said = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  const found = { violations: [], unsure: [], overflow: {} };
  for (const [name, width] of Object.entries(WIDTHS)) {
    await page.setViewport({ width, height: 900 });
    await page.goto(pathToFileURL(file).href);
    found.overflow[name] = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    const result = await audit(page);
    for (const kind of ["violations", "incomplete"]) {
      const into = kind === "violations" ? found.violations : found.unsure;
      for (const one of result[kind])
        into.push({ width: name, id: one.id, help: one.help, nodes: one.nodes.map((n) => n.html) });
    }
    found.passes = result.passes.map((one) => one.id);
    await page.screenshot({ path: file.replace(/html$/, `${name}.png`), fullPage: true });
  }
  found.data = await page.$eval("#disclosure-kit-report", (block) => JSON.parse(block.textContent));
  found.tree = names(await page.accessibility.snapshot({ interestingOnly: false }));
  await page.pdf({ path: file.replace(/html$/, "pdf"), preferCSSPageSize: true });
  // The text area of GB/T 9704 is 156 mm wide.
  await page.setViewport({ width: Math.round((156 / 25.4) * 96), height: 900 });
  await page.emulateMediaType("print");
  found.beyondPaper = await page.$$eval("table", (tables) =>
    tables.filter((t) => t.getBoundingClientRect().right > document.body.clientWidth + 1).length,
  );
  found.asked = asked;
  found.said = said;
  await page.close();
  return found;
}

async function audit(page) {
  await page.evaluate(axe);
  return page.evaluate(() => globalThis.axe.run(document));
}

// How often each role stands in the tree that a screen reader is given.
function names(node, counts = {}) {
  counts[node.role] = (counts[node.role] ?? 0) + 1;
  for (const child of node.children ?? []) names(child, counts);
  return counts;
}
