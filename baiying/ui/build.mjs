// Makes baiying/ui/static/vendor/ from node_modules and from our own style files. Run by `npm run build`.
// Every browser library is served from here, so that no page asks another host for anything.

import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { PurgeCSS } from "purgecss";

const ui = dirname(fileURLToPath(import.meta.url));
const root = resolve(ui, "../..");
const modules = join(root, "node_modules");
const out = join(ui, "static", "vendor");
const settings = JSON.parse(readFileSync(join(ui, "assets.json"), "utf8"));

/** Write only what changed, so that a running server and a browser keep what they have. */
function put(name, text) {
  const target = join(out, name);
  mkdirSync(dirname(target), { recursive: true });
  try {
    if (readFileSync(target, "utf8") === text) return;
  } catch {
    // Not there yet.
  }
  writeFileSync(target, text);
}

/** A stylesheet without comments and idle white space: enough for hand-written files. */
function squeeze(css) {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/\s+/g, " ")
    .replace(/\s*([{};,])\s*/g, "$1")
    .replace(/:\s+/g, ":")
    .replace(/;}/g, "}")
    .trim();
}

function copy() {
  for (const [from, to] of Object.entries(settings.copy)) {
    mkdirSync(dirname(join(out, to)), { recursive: true });
    cpSync(join(modules, from), join(out, to), { recursive: true });
  }
}

/** Without the source map line: it would name a file that is not served. */
function script(from, to) {
  put(to, readFileSync(join(modules, from), "utf8").replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n"));
}

function ownStyles() {
  const folder = join(ui, "static", "ui", "css");
  const rest = readdirSync(folder).filter((name) => name.endsWith(".css") && !settings.first.includes(name));
  const names = [...settings.first, ...rest.sort()];
  put("baiying.css", names.map((name) => squeeze(readFileSync(join(folder, name), "utf8"))).join("\n"));
}

async function purge() {
  const raw = readFileSync(join(modules, settings.purge.from), "utf8").replace(/\/\*# sourceMappingURL=.*?\*\//, "");
  const [result] = await new PurgeCSS().purge({
    css: [{ raw }],
    content: settings.purge.content.map((pattern) => join(root, pattern)),
    safelist: {
      standard: settings.purge.keep,
      deep: settings.purge.keepMatching.map((pattern) => new RegExp(pattern)),
    },
    blocklist: settings.purge.drop.map((pattern) => new RegExp(pattern)),
    variables: true,
    keyframes: true,
    fontFace: true,
    defaultExtractor: (text) => text.match(/[A-Za-z0-9_:/.-]*[A-Za-z0-9_-]/g) ?? [],
  });
  put("tabler.css", result.css);
  return result.css;
}

if (process.argv.includes("--clean")) rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
copy();
for (const [from, to] of Object.entries(settings.scripts)) script(from, to);
ownStyles();
const css = await purge();
put("build.txt", createHash("sha256").update(css).digest("hex").slice(0, 16) + "\n");
