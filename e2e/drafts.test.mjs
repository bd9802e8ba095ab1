// Nothing that is typed is lost: not by leaving, not by signing out, and not
// when the same goal is changed in two places.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { launch, open, screenshot } from "./support/browser.mjs";
import { checkPage, forgetFault } from "./support/checks.mjs";
import { heading, press, told } from "./support/forms.mjs";
import { journey } from "./support/journey.mjs";
import { signIn, signOut } from "./support/people.mjs";
import { start } from "./support/server.mjs";

const step = journey();
const WHO = "bodo.koordinator.1";
let server, browser, page, plan, goal;
const at = (path) => server.origin("bodo") + path;

before(async () => {
  [server, browser] = await Promise.all([start(), launch()]);
  page = await open(browser);
  await signIn(page, server, WHO, "/familier");
  plan = `${await page.getByRole("link", { name: "Fjæra" }).first().getAttribute("href")}/plan`;
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

step("what is being typed is kept on the server a moment later, and nothing on the device", async () => {
  await page.goto(at(`${plan}/m/ny`));
  await page.getByLabel("Hva vil familien oppnå?").pressSequentially("Vi spiser frokost sammen");
  await page.locator("[data-draft-status]").getByText(/^Lagret kl\./).waitFor();
  await checkPage(page);
  const kept = await page.evaluate(() => localStorage.length + sessionStorage.length + document.cookie.length);
  assert.equal(kept, 0);
});

step("what was typed is there again after signing out and in, in another browser", async () => {
  await signOut(page);
  await page.context().close();
  page = await open(browser);
  await signIn(page, server, WHO, `${plan}/m/ny`);
  await page.getByText(/Vi har tatt vare på det du skrev/).waitFor();
  assert.equal(await page.getByLabel("Hva vil familien oppnå?").inputValue(), "Vi spiser frokost sammen");
  await checkPage(page);
});

step("a session that has ended loses nothing that was typed", async () => {
  await page.getByLabel(/Hva sier barnet selv/).pressSequentially("Med lys på bordet.");
  await page.locator("[data-draft-status]").getByText(/^Lagret kl\./).waitFor();
  await page.context().clearCookies();
  await press(page, "Lagre målet");
  await page.waitForURL("**/logg-inn**");
  await signIn(page, server, WHO, `${plan}/m/ny`);
  assert.equal(await page.getByLabel(/Hva sier barnet selv/).inputValue(), "Med lys på bordet.");
});

step("two who change the same goal are both heard, and one chooses with both texts in sight", async () => {
  await page.goto(at(plan));
  goal = await page.getByRole("link", { name: /Vilja har en voksen på skolen/ }).first().getAttribute("href");
  const other = await open(browser);
  await signIn(other, server, WHO, `${goal}/endre`);
  await page.goto(at(`${goal}/endre`));
  await other.getByLabel("Hva vil familien oppnå?").fill("Vilja har to voksne på skolen");
  await press(other, "Lagre målet");
  await told(other, "Målet er lagret.");
  await other.context().close();
  await page.getByLabel("Hva vil familien oppnå?").fill("Vilja har Silje på skolen");
  await press(page, "Lagre målet");
  await heading(page, "To har skrevet samtidig");
  forgetFault(page, 409);
  await checkPage(page, { names: ["Vilja", "Silje"] });
  await screenshot(page, "to-har-skrevet");
  const text = await page.locator("main").innerText();
  assert.match(text, /Vilja har to voksne på skolen/);
  assert.match(text, /Vilja har Silje på skolen/);
});

step("the text that was chosen is the one that stands", async () => {
  await press(page, "Behold mitt");
  await told(page, "Målet er lagret.");
  await page.getByText("Vilja har Silje på skolen").first().waitFor();
  await checkPage(page, { names: ["Vilja", "Silje"] });
});

step("a goal that was taken out comes back whole with one click", async () => {
  await page.goto(at(goal));
  await page.locator("details > summary").filter({ hasText: "Flere valg" }).click();
  await press(page, "Ta ut av planen");
  await told(page, "Målet og tiltakene er tatt ut av planen.");
  assert.equal(await page.getByText("Vilja har Silje på skolen").count(), 0);
  await page.getByRole("button", { name: "Angre" }).click();
  await told(page, "Målet står i planen igjen.");
  await page.goto(at(plan));
  await page.getByText("Silje og Vilja har ti minutter").first().waitFor();
});
