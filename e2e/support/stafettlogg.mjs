// What is in the stafettlogg of the demo's stand-in before it starts: written
// as its journal, one write on each line.

import { writeFile } from "node:fs/promises";
import path from "node:path";

const entry = (number, operation, values, body) =>
  JSON.stringify({
    number, at: "2026-11-02T08:00:00Z", operation, values, key: `theirs-${number}`,
    body: Buffer.from(JSON.stringify(body)).toString("base64"),
  });

// withLog begins one stafettlogg there, with these goals and measures in the
// system's own words. offered is the role that somebody there has offered the
// baton to.
export function withLog(body, offered) {
  const lines = [entry(1, "startSak", {}, body)];
  if (offered) lines.push(entry(2, "tilbyStafettpinne", { sakId: "S-1001" }, { rolle: offered }));
  return (folder) => writeFile(path.join(folder, "stafettlogg.journal"), `${lines.join("\n")}\n`);
}
