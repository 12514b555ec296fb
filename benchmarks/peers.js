// Renders one template with one set of data by each library as its manual has it, on request.
// A line asks: {"way", "template", "data", "count", "to"}; the answer is {"ms"}: processor time
// of one document.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const readline = require("node:readline");
const { createRequire } = require("node:module");

const load = createRequire(path.join(process.argv[2], "package.json"));
const held = new Map();

const WAYS = {
  docxtemplater: () => {
    const Docxtemplater = load("docxtemplater");
    const PizZip = load("pizzip");
    return async (template, data) => {
      const zip = new PizZip(fs.readFileSync(template, "binary"));
      const document = new Docxtemplater(zip, { paragraphLoop: true, linebreaks: true });
      document.render(data);
      return document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
    };
  },
  carbone: () => {
    const carbone = load("carbone");
    return (template, data) =>
      new Promise((done, failed) =>
        carbone.render(template, data, (error, made) => (error ? failed(error) : done(made))),
      );
  },
  "docx-templates": () => {
    const { createReport } = load("docx-templates");
    return async (template, data) =>
      createReport({
        template: fs.readFileSync(template),
        data,
        cmdDelimiter: ["{", "}"],
        noSandbox: true,
      });
  },
  "easy-template-x": () => {
    const { TemplateHandler } = load("easy-template-x");
    const handler = new TemplateHandler();
    return async (template, data) => handler.process(fs.readFileSync(template), data);
  },
};

async function answered(asked) {
  if (!held.has(asked.way)) {
    held.set(asked.way, [WAYS[asked.way](), JSON.parse(fs.readFileSync(asked.data, "utf8"))]);
  }
  const [way, data] = held.get(asked.way);
  if (global.gc) global.gc();
  const begun = process.cpuUsage();
  for (let number = 0; number < asked.count; number += 1) {
    fs.writeFileSync(`${asked.to}${number}.docx`, await way(asked.template, data));
  }
  const spent = process.cpuUsage(begun);
  return { ms: (spent.user + spent.system) / 1000 / asked.count };
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    let said;
    try {
      said = await answered(JSON.parse(line));
    } catch (error) {
      said = { error: String((error && error.stack) || error) };
    }
    process.stdout.write(`${JSON.stringify(said)}\n`);
  }
}

main();
