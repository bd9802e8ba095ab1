// A coordinator takes in a family and makes the Hverdagsplan with them, from
// the first search to the family's yes, on SQLite.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { launch, open, screenshot } from "./support/browser.mjs";
import { checkPage, checkTargets, forgetFault } from "./support/checks.mjs";
import { choose, day, heading, press, told } from "./support/forms.mjs";
import { journey } from "./support/journey.mjs";
import { signIn, signOut } from "./support/people.mjs";
import { start } from "./support/server.mjs";

const step = journey();
const NAMES = ["Tiril", "Hvalørbakk", "Solfrid", "Vindkåpe"];
let server, browser, page, family;
const at = (path) => server.origin("kristiansand") + path;
const check = () => checkPage(page, { names: NAMES });

before(async () => {
  [server, browser] = await Promise.all([start(), launch()]);
  page = await open(browser);
  await signIn(page, server, "kristiansand.koordinator.1");
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

step("the day begins with what needs the coordinator, family by family", async () => {
  await heading(page, /Solveig/);
  await check();
  await checkTargets(page);
  await screenshot(page, "min-dag");
});

step("a family is searched for before it can be taken in", async () => {
  await page.goto(at("/familier/ny"));
  await check();
  await page.getByLabel("Navn eller telefonnummer").fill("Tiril Hvalørbakk");
  await press(page, "Søk");
  await page.getByRole("heading", { name: "Du følger ikke opp noen med dette navnet" }).waitFor();
  await check();
  await press(page, "Gå videre");
});

step("an answer that is missing is asked for again, and what was typed is kept", async () => {
  await heading(page, "Hvem henviste familien, og når?");
  await check();
  await choose(page, "Hvem henviste", "Helsesykepleier");
  await page.getByLabel("Når ble familien henvist").fill("i forgårs en gang");
  await press(page, "Gå videre");
  await page.getByRole("alert").waitFor();
  forgetFault(page, 422);
  await check();
  assert.equal(await page.getByLabel("Når ble familien henvist").inputValue(), "i forgårs en gang");
  await page.getByLabel("Når ble familien henvist").fill(day(-4));
  await page.getByLabel("Når var krisen").fill(day(-60));
  await press(page, "Gå videre");
  await heading(page, "Hvorfor har familien rett til en koordinator?");
});

step("an intake that was left goes on where it was left, in another browser too", async () => {
  await page.getByLabel("Vitne til vold i nære relasjoner").check();
  await choose(page, "Følgebrev fra", "Krisesenter");
  await check();
  await press(page, "Gå videre");
  await heading(page, "Har familien vært på Stine Sofie Senteret?");
  await signOut(page);
  const other = await open(browser);
  await page.context().close();
  page = other;
  await signIn(page, server, "kristiansand.koordinator.1", "/familier/ny");
  await page.getByRole("heading", { name: "Fortsett der du slapp" }).waitFor();
  await check();
  await press(page, "Fortsett");
  await heading(page, "Har familien vært på Stine Sofie Senteret?");
  await check();
  await press(page, "Gå videre");
});

step("children and caregivers are written down one at a time, and a wrong click is undone", async () => {
  await child("Tiril Hvalørbakk", "04.05.2016");
  await press(page, "Legg til et barn til");
  await check();
  await child("Vindkåpe Hvalørbakk", "12.09.2019");
  await page.getByRole("button", { name: /Ta bort.*Vindkåpe/ }).click();
  await told(page, "Personen er tatt bort.");
  await press(page, "Angre");
  await page.getByText("Vindkåpe Hvalørbakk").first().waitFor();
  await check();
  await press(page, "Gå videre");
  await heading(page, "Hvem har omsorgen for barna?");
  await press(page, "Legg til en omsorgsperson");
  await page.getByLabel("Navn", { exact: true }).fill("Solfrid Hvalørbakk");
  await page.getByLabel(/Hvem er det for barnet/).fill("mamma");
  await page.getByLabel(/Telefon/).fill("000 08 900");
  await page.getByLabel("Ingen beskyttelse").check();
  await check();
  await press(page, "Gå videre");
  await heading(page, "Hvem har omsorgen for barna?");
  await press(page, "Gå videre");
});

async function child(name, born) {
  await page.getByLabel("Navn", { exact: true }).fill(name);
  await page.getByLabel("Fødselsdato").fill(born);
  await page.getByLabel("Ingen beskyttelse").check();
  await press(page, "Gå videre");
  await page.getByText(name).first().waitFor();
}

step("who must never be given access is asked for before anybody can be", async () => {
  await heading(page, "Er det noen som aldri skal få tilgang?");
  await check();
  await press(page, "Legg til en person");
  await page.getByLabel("Navn", { exact: true }).fill("Ulf Krokmaren");
  await press(page, "Gå videre");
  await page.getByText("Ulf Krokmaren").first().waitFor();
  await press(page, "Gå videre");
});

step("no family gets a place without the family's own yes", async () => {
  await heading(page, "Har familien sagt ja?");
  await press(page, "Gå videre");
  await page.getByRole("alert").waitFor();
  forgetFault(page, 422);
  await check();
  await page.getByLabel(/Familien har sagt ja til en koordinator/).check();
  await page.getByLabel("Når sa de ja").fill(day(-1));
  await page.getByLabel("Muntlig").check();
  await press(page, "Gå videre");
});

step("everything is looked over, and then the family has a place and a next step", async () => {
  await heading(page, "Se over før familien får en plass");
  await check();
  await page.getByLabel(/Kort navn i listen din/).fill("Strandkålen");
  await press(page, "Gi familien en plass");
  await told(page, "Nå har familien en plass her.");
  family = new URL(page.url()).pathname;
  await page.getByRole("heading", { name: "Avtal det første møtet" }).waitFor();
  await check();
  await screenshot(page, "familien-ny");
});

step("the family is found again by name, and the name is in no address", async () => {
  await page.goto(at("/familier"));
  await check();
  await screenshot(page, "familier");
  await page.getByLabel("Navn eller telefonnummer").fill("Hvalørbakk");
  await press(page, "Søk");
  await page.getByRole("link", { name: "Strandkålen" }).waitFor();
  await check();
});

step("the plan begins with what works, then what is needed", async () => {
  await page.goto(at(`${family}/plan`));
  await heading(page, "Hverdagsplanen");
  await check();
  await press(page, "Skriv noe som fungerer");
  await observation("Hva fungerer?", "Vi spiser pannekaker på fredager", "Venner og fritid");
  await told(page, "Det er skrevet inn i planen.");
  await press(page, "Skriv et behov");
  await observation("Hva trenger familien?", "Noen å ringe når kvelden blir lang", "Folk rundt oss");
  await told(page, "Behovet er skrevet inn i planen.");
  await check();
});

async function observation(label, text, area) {
  await page.getByLabel(label).fill(text);
  await page.getByLabel(/Hvem sa det/).fill("Mamma");
  await page.getByLabel("Livsområde").selectOption({ index: 3 });
  await page.getByLabel("Hele familien").check();
  await check();
  await press(page, "Lagre");
  await page.getByText(text).first().waitFor();
  return area;
}

step("a goal in the family's words has the child's own sentence beside it", async () => {
  await press(page, "Nytt mål");
  await check();
  await page.getByLabel("Hva vil familien oppnå?").fill("Vi sover godt om natten");
  await page.getByLabel(/Hva sier barnet selv/).fill("Jeg vil ha lyset på i gangen.");
  await page.getByLabel(/^Tiril/).check();
  await page.getByLabel("Livsområde").selectOption({ index: 1 });
  await press(page, "Lagre målet");
  await told(page, "Målet er skrevet inn.");
  await check();
  await page.getByText("Jeg vil ha lyset på i gangen.").first().waitFor();
});

step("a professional gets no measure before the family has said yes to it", async () => {
  await press(page, /Nytt tiltak/);
  await page.getByLabel("Hva skal gjøres?").fill("Ida snakker med Tiril på helserommet hver onsdag");
  await choose(page, "Ansvarlig", "Ida");
  await page.getByLabel(/^Frist/).fill(day(30));
  await press(page, "Lagre tiltaket");
  await page.getByRole("alert").waitFor();
  forgetFault(page, 422);
  await check();
  assert.equal(await page.getByLabel("Hva skal gjøres?").inputValue(), "Ida snakker med Tiril på helserommet hver onsdag");
  await page.getByLabel(/^Solfrid/).check();
  await page.getByLabel("Når?").fill(day(0));
  await page.getByLabel("Muntlig").check();
  await press(page, "Lagre tiltaket");
  await told(page, "Tiltaket står i planen.");
  await check();
});

step("a removed measure comes back with one click", async () => {
  await page.goto(at(`${family}/plan`));
  await page.getByRole("link", { name: /Ida snakker med Tiril/ }).first().click();
  await check();
  await press(page, "Ta tiltaket ut");
  await told(page, "Tiltaket er tatt ut av planen.");
  await page.getByRole("button", { name: "Angre" }).click();
  await told(page, "Tiltaket står i planen igjen.");
});

step("the plan is put before the family, and the caregiver's oral yes makes it agreed", async () => {
  await page.goto(at(`${family}/plan`));
  await screenshot(page, "planen-ny");
  await page.goto(at(`${family}/plan/avtale`));
  await check();
  await press(page, "Legg planen fram for familien");
  await told(page, "Planen ligger hos familien.");
  await check();
  await page.getByRole("link", { name: /Skriv inn svar.*Solfrid/ }).click();
  await check();
  await page.getByLabel("Ja til planen").check();
  await page.getByLabel("Muntlig").check();
  await press(page, "Lagre svaret");
  await told(page, "Svaret er skrevet inn.");
  await page.getByText("Familien har sagt ja").first().waitFor();
  await check();
});

step("the address of a family that is not the coordinator's own is not found", async () => {
  const other = await open(browser);
  await signIn(other, server, "kristiansand.koordinator.2");
  for (const part of ["", "/plan", "/logg", "/personer", "/sett", "/plan/utskrift"]) {
    const answer = await other.goto(at(family + part));
    assert.equal(answer.status(), 404, part);
    assert.doesNotMatch(await other.content(), /Strandkålen|Hvalørbakk/);
  }
  await other.context().close();
});
