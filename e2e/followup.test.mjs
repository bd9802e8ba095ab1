// A coordinator follows up a plan: contact, meeting, measures from the
// meeting, evaluation, versions, paper, closing and reopening. On PostgreSQL
// and Redis, as in production.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { launch, open, screenshot } from "./support/browser.mjs";
import { checkPage, forgetFault } from "./support/checks.mjs";
import { choose, day, heading, press, told } from "./support/forms.mjs";
import { journey } from "./support/journey.mjs";
import { sides, tagged } from "./support/pdf.mjs";
import { signIn } from "./support/people.mjs";
import { startOnServers } from "./support/server.mjs";

const step = journey();
const NAMES = ["Ragnhild", "Vilja", "Sjøgløtt", "Fjæra"];
let server, browser, page, family;
const at = (path) => server.origin("bodo") + path;
const check = () => checkPage(page, { names: NAMES });

before(async () => {
  [server, browser] = await Promise.all([startOnServers(), launch()]);
  page = await open(browser);
  await signIn(page, server, "bodo.koordinator.1");
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

step("from the day to the family is one click, and the way forward is the first thing there", async () => {
  await page.getByRole("link", { name: "Fjæra" }).first().click();
  await page.waitForURL("**/f/**");
  family = /\/f\/[0-9a-f-]+/.exec(new URL(page.url()).pathname)[0];
  await page.goto(at(family));
  await page.getByRole("heading", { name: "Veien videre" }).waitFor();
  await check();
  await screenshot(page, "familien");
});

step("a contact is written in a few fields, and taken out and put back with one click each", async () => {
  await page.goto(at(`${family}/logg`));
  await page.getByLabel("Samtale").check();
  await page.getByLabel("Hvem hadde du kontakt med?").fill("Ragnhild");
  await page.getByLabel(/Hva er det viktigste/).fill("Theo har fått plass på laget.");
  await page.getByLabel(/Tid brukt/).fill("15");
  await press(page, "Skriv i loggen");
  await told(page, "Nå står det i loggen.");
  await check();
  await screenshot(page, "logg");
  const note = page.getByText("Theo har fått plass på laget.");
  await note.waitFor();
  await page.getByRole("button", { name: /^Fjern/ }).first().click();
  await told(page, "Det er tatt ut av loggen.");
  assert.equal(await note.count(), 0);
  await page.getByRole("button", { name: "Angre" }).click();
  await told(page, "Det står i loggen igjen.");
  await note.waitFor();
});

step("a meeting is planned with agenda and people, and a bad time is put right without loss", async () => {
  await page.goto(at(`${family}/moter/ny`));
  await page.getByLabel("Dato").fill(day(0));
  await page.getByLabel("Klokkeslett").fill("halv tre");
  await page.getByLabel(/^Varer/).fill("60");
  await page.getByLabel(/Hvor møtes dere/).fill("Familie og koordinering, rom 2");
  await page.getByLabel(/Hvem er med/).fill("Ragnhild\nVilja\nSilje");
  await page.getByLabel(/Hva skal dere snakke om/).fill("Hva har Vilja merket?\nVikarer");
  await press(page, "Planlegg møtet");
  await page.getByRole("alert").waitFor();
  forgetFault(page, 422);
  await check();
  assert.match(await page.getByLabel(/Hva skal dere snakke om/).inputValue(), /Vikarer/);
  await page.getByLabel("Klokkeslett").fill("23.55");
  await press(page, "Planlegg møtet");
  await told(page, "Møtet er avtalt.");
  await check();
  await screenshot(page, "mote");
});

step("the calendar file says when, and neither whom nor where", async () => {
  const href = await page.getByRole("link", { name: "Legg i kalenderen" }).getAttribute("href");
  const file = await page.evaluate(async (address) => (await fetch(address)).text(), href);
  assert.match(file, /BEGIN:VEVENT/);
  assert.match(file, /SUMMARY:Møte/);
  assert.doesNotMatch(file, /rom 2|Ragnhild|Vilja|Vikarer|LOCATION|ATTENDEE/);
});

step("what was agreed at the meeting becomes measures at the table", async () => {
  await press(page, "Skriv ned møtet");
  await check();
  await page.getByLabel(/Hva ble dere enige om/).fill("Mormor henter Theo på torsdager\nVi ringes på fredag");
  await page.getByLabel("Klokken").fill("0.05");
  await press(page, "Lagre");
  await told(page, "Møtet er skrevet ned");
  await check();
  await press(page, "Gjør det dere ble enige om til tiltak");
  await heading(page, "Fra møtet til planen");
  await check();
  await screenshot(page, "fra-mote");
  const line = page.locator("form").filter({ has: page.locator("input[value='Mormor henter Theo på torsdager']") });
  await choose(line, /Hvilket mål/, "Theo");
  await line.getByLabel("Eller skriv et navn").fill("Mormor");
  await line.getByLabel(/^Frist/).fill(day(20));
  await line.getByRole("button", { name: "Lag tiltak" }).click();
  await page.getByText("Er i planen").waitFor();
  await page.getByRole("link", { name: "Mormor henter Theo på torsdager" }).waitFor();
});

step("an evaluation opens with the child's experience and gives the goal its development", async () => {
  await page.goto(at(`${family}/plan`));
  await check();
  await screenshot(page, "planen");
  await page.getByRole("link", { name: /Evaluer.*Tre samtaler om søvn/ }).first().click();
  await heading(page, "Hvordan gikk tiltaket?");
  await check();
  assert.equal(await page.locator("main textarea, main input:not([type=hidden])").first().getAttribute("name"), "child_experience");
  await page.getByLabel(/Hvordan har barnet opplevd det/).fill("Mamma er ikke så trøtt.");
  await page.getByLabel("Ja, det ble gjort").check();
  await page.getByLabel("Litt bedre").check();
  await screenshot(page, "evaluering");
  await press(page, "Lagre evalueringen");
  await told(page, "Evalueringen er skrevet ned.");
  await check();
  await page.getByText("Mamma er ikke så trøtt.").first().waitFor();
});

step("what has changed since the family said yes is shown side by side", async () => {
  await page.goto(at(`${family}/plan/versjoner`));
  await check();
  await page.getByLabel("Fra").selectOption({ index: 1 });
  await page.getByLabel("Til").selectOption({ index: 2 });
  await press(page, "Vis forskjellene");
  await heading(page, "Hva er endret?");
  await page.getByText("Mormor henter Theo på torsdager").first().waitFor();
  await check();
  await screenshot(page, "sammenlign");
});

step("the plan on paper is at most two sides, and tagged for those who hear it", async () => {
  await page.goto(at(`${family}/plan/utskrift`));
  const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true, tagged: true });
  assert.ok(sides(pdf) >= 1 && sides(pdf) <= 2, `${sides(pdf)} sides`);
  assert.ok(tagged(pdf), "not tagged");
});

step("the view for the table has the plan and nothing private", async () => {
  await page.goto(at(`${family}/plan/bord`));
  await check();
  const text = await page.locator("main").innerText();
  assert.match(text, /Vilja har en voksen på skolen/);
  assert.doesNotMatch(text, /Roger|Besøksforbud|lettet over/);
  await screenshot(page, "ved-bordet");
});

step("a follow-up that is closed can be read but not written in, and is taken up again whole", async () => {
  await page.goto(at(`${family}/avslutt`));
  await page.locator("input[name=outcome]").first().check();
  await press(page, "Avslutt oppfølgingen");
  await page.getByRole("alert").waitFor();
  forgetFault(page, 422);
  await check();
  await page.getByLabel(/Jeg vil avslutte oppfølgingen nå/).check();
  await press(page, "Avslutt oppfølgingen");
  await told(page, "Oppfølgingen er avsluttet.");
  await check();
  await page.goto(at(`${family}/logg`));
  assert.equal(await page.getByLabel("Hvem hadde du kontakt med?").count(), 0);
  await page.goto(at(`${family}/gjenapne`));
  await check();
  await press(page, "Ta opp igjen");
  await told(page, "Oppfølgingen er i gang igjen.");
  await page.goto(at(`${family}/plan`));
  await page.getByText("Mormor henter Theo på torsdager").first().waitFor();
});

step("every look is on record with who, what and why", async () => {
  await page.goto(at(`${family}/sett`));
  await check();
  await screenshot(page, "hvem-har-sett");
  await page.locator("main").getByText(/^Du /).first().waitFor();
});
