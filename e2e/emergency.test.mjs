// A coordinator opens a family that cannot wait. The family can read it; what
// must not be known to exist is answered like what does not exist.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, screenshot, PHONE } from "./support/browser.mjs";
import { checkPage, forgetFault } from "./support/checks.mjs";
import { heading, press, told } from "./support/forms.mjs";
import { signIn } from "./support/people.mjs";
import { start } from "./support/server.mjs";

const REASON = "Barnet står alene på skolen, og koordinatoren svarer ikke.";
let server, browser;
before(async () => {
  [server, browser] = await Promise.all([start(), launch()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function ask(page, name, born) {
  await page.getByLabel(/Fullt navn/).fill(name);
  await page.getByLabel(/Når er personen født/).fill(born);
  await page.getByLabel(/Hvorfor kan det ikke vente/).fill(REASON);
  await press(page, "Åpne i tre timer");
}

test("a family is opened to read for three hours, and reads itself who opened it", async () => {
  const page = await open(browser, { viewport: PHONE });
  await signIn(page, server, "bodo.koordinator.2", "/nodtilgang");
  await press(page, "Åpne i tre timer");
  await page.getByRole("alert").waitFor();
  forgetFault(page, 422);
  await checkPage(page);
  await ask(page, "Ragnhild Sjøgløtt", "17.04.1990");
  await told(page, "Familien er åpen for deg i tre timer.");
  await page.getByText("Roger Tangvoll").waitFor();
  await checkPage(page, { names: ["Ragnhild", "Sjøgløtt"] });
  await screenshot(page, "nodtilgang");
  const home = await open(browser, { viewport: PHONE });
  await signIn(home, server, "bodo.omsorgsperson.1", "/sett");
  await home.getByText("Jonas Tindskard").first().waitFor();
  await checkPage(home);
  const officer = await open(browser);
  await signIn(officer, server, "bodo.personvernombud.1", "/personvernombud/nodtilgang");
  await officer.getByText(REASON).waitFor();
  assert.doesNotMatch(await officer.content(), /Sjøgløtt/);
  await checkPage(officer);
});

test("a family whose address is strictly secret is answered like nobody", async () => {
  const page = await open(browser);
  await signIn(page, server, "arendal.koordinator.1", "/nodtilgang");
  const answers = [];
  for (const [name, born] of [["Oksana Barvinchuk", "05.12.1985"], ["Ingen Slikmann", "05.12.1985"]]) {
    await ask(page, name, born);
    await page.getByText("Det er ingen å åpne for").first().waitFor();
    answers.push((await page.locator("main").innerText()).replaceAll(name, ""));
    page.heard.console = [];
    await checkPage(page);
  }
  assert.equal(answers[0], answers[1]);
  await heading(page, "Nødtilgang");
});
