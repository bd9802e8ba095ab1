// The personvernombud reads the log, takes an extract, and the program itself
// tells the true extract from a changed one.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { launch, open, screenshot, temporary, PHONE } from "./support/browser.mjs";
import { checkPage } from "./support/checks.mjs";
import { heading, press } from "./support/forms.mjs";
import { signIn } from "./support/people.mjs";
import { start } from "./support/server.mjs";
import { unzip, zip } from "./support/zip.mjs";

const run = promisify(execFile);
const PROGRAM = process.env.HVERDAG_PROGRAM ?? path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "bin", "hverdag");
let server, browser;
before(async () => {
  [server, browser] = await Promise.all([start(), launch()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("what stands out, the log and who may do what are read without a family's name", async () => {
  const page = await open(browser);
  await signIn(page, server, "bodo.personvernombud.1", "/personvernombud");
  for (const address of ["/personvernombud", "/personvernombud/logg", "/personvernombud/matrise"]) {
    await page.goto(server.origin("bodo") + address);
    assert.doesNotMatch(await page.locator("main").innerText(), /Fjæra|Sjøgløtt|Tjernsvåget|Zeitounah/);
    await checkPage(page);
  }
  await page.setViewportSize(PHONE);
  await screenshot(page, "personvern-matrise");
  await page.context().close();
});

test("in nynorsk too", async () => {
  const page = await open(browser, { locale: "nn-NO" });
  await signIn(page, server, "lillesand.personvernombod.1", "/personvernombud/logg");
  await heading(page, "Loggen");
  await press(page, "Vis");
  await checkPage(page);
  await page.context().close();
});

test("an extract is what was written, and one that was changed is found out", async () => {
  await temporary(async (folder) => {
    const page = await open(browser);
    await signIn(page, server, "bodo.personvernombud.1", "/personvernombud/logg");
    const [download] = await Promise.all([page.waitForEvent("download"), press(page, /Last ned utdrag/)]);
    assert.equal(download.suggestedFilename(), "utdrag.zip");
    const file = path.join(folder, "utdrag.zip");
    await download.saveAs(file);
    const copy = path.join(folder, "data");
    await cp(server.folder, copy, { recursive: true });
    const key = (await run(PROGRAM, ["audit", "key", "bodo", "--profile", "demo", "--data", copy])).stdout.trim();
    const { stdout } = await run(PROGRAM, ["audit", "verify", "--export", file, "--key", key]);
    assert.match(stdout, /everything is as it was written/);
    const files = unzip(await readFile(file));
    const proof = files.get("bevis.json").toString();
    files.set("bevis.json", Buffer.from(proof.replace("privacy.extract", "privacy.extracT")));
    assert.notEqual(files.get("bevis.json").toString(), proof);
    const changed = path.join(folder, "endret.zip");
    await writeFile(changed, zip(files));
    await assert.rejects(run(PROGRAM, ["audit", "verify", "--export", changed, "--key", key]), /do not fit/);
    const whole = await run(PROGRAM, ["audit", "verify", "bodo", "--profile", "demo", "--data", copy]);
    assert.match(whole.stdout, /^bodo: \d+ lines, 0 findings/m);
  });
});
