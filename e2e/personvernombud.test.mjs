// The personvernombud reads the log, takes an extract, and the program itself
// tells the true extract from a changed one.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { temporary, DESK, PHONE } from "./support/browser.mjs";
import { heading, press } from "./support/forms.mjs";
import { inBothLanguages } from "./support/languages.mjs";
import { unzip, zip } from "./support/zip.mjs";

const run = promisify(execFile);
const PROGRAM = process.env.HVERDAG_PROGRAM ?? path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "bin", "hverdag");

inBothLanguages({ place: "bodo", names: ["Fjæra", "Sjøgløtt", "Tjernsvåget", "Zeitounah"] }, (house) => {
  const { step, say, at, look, picture } = house;
  let page;

  step("what stands out, the log and who may do what are read without a family's name", async () => {
    page = await house.enter("bodo.personvernombud.1", "/personvernombud");
    for (const address of ["", "/logg", "/matrise", "/nodtilgang"]) {
      await page.goto(at(`/personvernombud${address}`));
      assert.doesNotMatch(await page.locator("main").innerText(), /Fjæra|Sjøgløtt|Tjernsvåget|Zeitounah/);
      await look(page);
    }
    await page.goto(at("/personvernombud"));
    await page.setViewportSize(PHONE);
    await picture(page, "personvern");
    await page.setViewportSize(DESK);
  });

  step("the log is narrowed to what one looks for", async () => {
    await page.goto(at("/personvernombud/logg"));
    await heading(page, say("Loggen"));
    await page.setViewportSize(PHONE);
    await look(page);
    assert.ok(await page.evaluate(() => document.documentElement.scrollHeight) < 6000, "a page of the log is too long for a phone");
    await page.setViewportSize(DESK);
    await page.getByText(say("Velg hva du vil se")).click();
    await page.getByLabel(say("Type")).selectOption("deed");
    await page.getByRole("button", { name: say("Vis"), exact: true }).click();
    await heading(page, say("Loggen"));
    await page.getByRole("link", { name: say("Vis eldre") }).click();
    await page.getByRole("link", { name: say("Vis nyere") }).waitFor();
    assert.match(page.url(), /type=deed.*eldre=|eldre=.*type=deed/);
    await look(page);
  });

  step("an extract is what was written, and one that was changed is found out", async () => {
    await temporary(async (folder) => {
      await page.goto(at("/personvernombud/logg"));
      const [download] = await Promise.all([page.waitForEvent("download"), press(page, say("Last ned utdrag"))]);
      assert.equal(download.suggestedFilename(), "utdrag.zip");
      const file = path.join(folder, "utdrag.zip");
      await download.saveAs(file);
      const copy = path.join(folder, "data");
      await cp(house.server.folder, copy, { recursive: true });
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
});
