// Draws cards with satori and resvg: reads one JSON a line, answers with the milliseconds and the bytes it took.
// The first line names the fonts, [{path, weight}, …]; every other line is a tree of elements as satori takes it.
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { Resvg } from "@resvg/resvg-js";
import satori from "satori";

let fonts;
for await (const line of createInterface({ input: process.stdin })) {
  const given = JSON.parse(line);
  if (!fonts) {
    fonts = given.map(({ path, weight }) => ({ name: "Source Sans Pro", data: readFileSync(path), weight }));
    continue;
  }
  const start = performance.now();
  const svg = await satori(given, { width: 1200, height: 630, fonts });
  const png = new Resvg(svg, { font: { loadSystemFonts: false } }).render().asPng();
  const taken = performance.now() - start;
  writeFileSync("card.png", png);
  console.log(JSON.stringify([taken, png.length]));
}
