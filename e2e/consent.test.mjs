// What a family says yes and no to: recorded by the coordinator, answered by
// the caregiver on the phone, and stopped in two clicks.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { launch, open, screenshot, PHONE } from "./support/browser.mjs";
import { checkPage, checkTargets, forgetFault } from "./support/checks.mjs";
import { choose, heading, press, tick, told } from "./support/forms.mjs";
import { journey } from "./support/journey.mjs";
import { addressOf, signIn } from "./support/people.mjs";
import { start } from "./support/server.mjs";

const step = journey();
const NAMES = ["Ragnhild", "Vilja", "Theo", "Alva", "Sjøgløtt", "Fjæra"];
let server, browser, coordinator, caregiver, teacher, nurse, family;
const at = (path) => server.origin("bodo") + path;
const check = (page) => checkPage(page, { names: NAMES });

before(async () => {
  [server, browser] = await Promise.all([start(), launch()]);
  coordinator = await open(browser);
  await signIn(coordinator, server, "bodo.koordinator.1");
  family = await addressOf(coordinator, server.origin("bodo"), "Fjæra");
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

// fill writes what every answer in the form begins with.
async function fill(page, unit, child, parts) {
  await page.goto(at(`${family}/samtykker/nytt`));
  await tick(page, "Hva er det til?", "Samarbeide om planen");
  await choose(page, /^Til hvem/, unit);
  await tick(page, "Hvem gjelder det?", child);
  await tick(page, "Hva ber vi om å dele?", ...parts);
  await tick(page, "Hvem svarer?", "Ragnhild");
}

step("a part of what was asked for is a yes to that part, and what is missing is asked for again", async () => {
  await coordinator.goto(at(`${family}/samtykker`));
  await check(coordinator);
  await screenshot(coordinator, "samtykker");
  await fill(coordinator, "Tuvholmen barnehage", "Alva", ["Hvem som er i familien", "Målene", "Tiltakene"]);
  await press(coordinator, "Lagre");
  await coordinator.getByRole("alert").waitFor();
  forgetFault(coordinator, 422);
  await check(coordinator);
  await tick(coordinator, "Hva ble svaret?", "Ja til noe av det");
  await tick(coordinator, "Hva ble det ja til?", "Målene");
  await tick(coordinator, "Hvordan ble det sagt?", "Muntlig");
  await coordinator.getByLabel(/Hvor og til hvem/).fill("Til meg, på telefon.");
  await press(coordinator, "Lagre");
  await told(coordinator, "Samtykket er skrevet ned.");
  const row = coordinator.getByRole("row").filter({ hasText: "Tuvholmen barnehage" });
  assert.match(await row.innerText(), /Alva/);
  assert.match(await row.innerText(), /Ja til noe/);
  assert.doesNotMatch(await row.innerText(), /tiltakene/i);
  await check(coordinator);
});

step("a no is kept as a no, and opens nothing", async () => {
  await fill(coordinator, "Nordgløtt ungdomsklubb", "Theo", ["Målene"]);
  await tick(coordinator, "Hva ble svaret?", "Nei");
  await tick(coordinator, "Hvordan ble det sagt?", "Muntlig");
  await coordinator.getByLabel(/Hvor og til hvem/).fill("Til meg, på telefon.");
  await press(coordinator, "Lagre");
  await told(coordinator, "Neiet er skrevet ned. Ingenting er delt.");
  const refused = coordinator.getByRole("table", { name: "Sagt nei" });
  await refused.getByText("Nordgløtt ungdomsklubb").waitFor();
  assert.equal(await coordinator.getByRole("table", { name: "Gjelder nå" }).getByText("Nordgløtt ungdomsklubb").count(), 0);
});

step("the caregiver answers on the phone what was asked for there", async () => {
  await fill(coordinator, "Helsestasjonen Nordgløtt", "Alva", ["Målene", "Tiltakene"]);
  await tick(coordinator, "Hva ble svaret?", "Vi spør på egen side");
  await press(coordinator, "Lagre");
  await told(coordinator, "Spørsmålet er sendt. Svaret kommer her.");
  caregiver = await open(browser, { viewport: PHONE, hasTouch: true });
  await signIn(caregiver, server, "bodo.omsorgsperson.1", "/deling");
  await check(caregiver);
  await checkTargets(caregiver);
  await press(caregiver, "Les og svar");
  await heading(caregiver, /^Får Helsestasjonen Nordgløtt se målene og tiltakene\?/);
  await check(caregiver);
  await screenshot(caregiver, "samtykke-spurt");
  await tick(caregiver, "Hva svarer du?", "Ja til noe av det");
  await tick(caregiver, "Hva sier du ja til?", "Målene");
  await press(caregiver, "Send svaret");
  await told(caregiver, "Takk. Svaret ditt gjelder fra nå.");
  await check(caregiver);
  await coordinator.goto(at(`${family}/samtykker`));
  await coordinator.getByText(/Ragnhild svarte selv på egen side/).waitFor();
});

step("sharing with one unit is stopped in two clicks, and the teacher's next click finds nothing", async () => {
  teacher = await open(browser);
  await signIn(teacher, server, "bodo.laerer.1", family);
  await teacher.getByText("Vilja har en voksen på skolen").first().waitFor();
  await caregiver.goto(at("/deling"));
  await caregiver.getByRole("link", { name: /Stopp deling.*Fjæremyra skole/ }).click();
  await check(caregiver);
  await screenshot(caregiver, "stopp-enhet");
  await caregiver.getByRole("button", { name: "Ja, stopp delingen" }).click();
  await heading(caregiver, "Delingen er stoppet");
  await caregiver.getByText(/^Fjæremyra skole ser ikke lenger .* De har fått beskjed\.$/).waitFor();
  await check(caregiver);
  await screenshot(caregiver, "stoppet");
  const answer = await teacher.goto(at(family));
  assert.equal(answer.status(), 404);
  forgetFault(teacher, 404);
  await teacher.goto(at("/"));
  assert.doesNotMatch(await teacher.locator("main").innerText(), /Vilja|Theo/);
  await check(teacher);
});

step("the school's leader confirms what was done, without learning whom it is about, and the family reads it", async () => {
  const leader = await open(browser);
  await signIn(leader, server, "bodo.rektor.1", "/enhet/kvitteringer");
  await check(leader);
  await leader.locator("main").getByRole("link", { name: /^Referanse/ }).first().click();
  await check(leader);
  await screenshot(leader, "kvittering");
  assert.doesNotMatch(await leader.locator("main").innerText(), /Vilja|Theo|Sjøgløtt|Fjæra\b/);
  await leader.getByLabel("Vi har ikke tatt vare på noe").check();
  await press(leader, "Bekreft");
  await told(leader, "Takk. Familien og koordinatoren kan lese svaret.");
  await check(leader);
  await leader.context().close();
  await caregiver.goto(at("/deling"));
  await caregiver.getByText("Fjæremyra skole hadde ikke tatt vare på noe.").waitFor();
  await check(caregiver);
});

step("all sharing is stopped in two clicks, and nobody of the team finds anything", async () => {
  nurse = await open(browser);
  await signIn(nurse, server, "bodo.helsesykepleier.1", family);
  await nurse.getByText(/fordi familien har sagt ja/).first().waitFor();
  await caregiver.goto(at("/deling"));
  await press(caregiver, "Stopp all deling");
  await check(caregiver);
  await screenshot(caregiver, "stopp-alt");
  await caregiver.getByRole("button", { name: "Ja, stopp alt" }).click();
  await heading(caregiver, "Delingen er stoppet");
  await check(caregiver);
  const answer = await nurse.goto(at(family));
  assert.equal(answer.status(), 404);
  await caregiver.goto(at("/deling"));
  await caregiver.getByText("Ingen tjeneste ser noe nå").waitFor();
  await screenshot(caregiver, "hvem-ser-hva-tom");
  await check(caregiver);
  await coordinator.goto(at(`${family}/samtykker`));
  await check(coordinator);
  await screenshot(coordinator, "samtykker-stoppet");
  await coordinator.locator("main summary").filter({ hasText: "Tidligere samtykker" }).click();
  const before = coordinator.getByRole("table", { name: "Tidligere samtykker" });
  await before.getByRole("row").filter({ hasText: "Fjæremyra skole" }).getByText("Trukket tilbake").waitFor();
});

const nynorsk = journey();

nynorsk("in nynorsk too a caregiver is asked, answers yes and stops it again", async () => {
  const place = server.origin("lillesand");
  const asks = await open(browser, { locale: "nn-NO" });
  await signIn(asks, server, "lillesand.koordinator.1");
  const address = await addressOf(asks, place, "Bringebær");
  await asks.goto(`${place}${address}/samtykker/nytt`);
  await tick(asks, "Kva er det til?", "Samarbeide om planen");
  await choose(asks, /^Til kven/, "Heibukta kulturskule");
  await tick(asks, "Kven gjeld det?", "Live");
  await tick(asks, "Kva ber vi om å dele?", "Måla");
  await asks.getByRole("group", { name: "Kven svarer?" }).getByRole("radio").first().check();
  await tick(asks, "Kva vart svaret?", "Vi spør på eiga side");
  await press(asks, "Lagre");
  await told(asks, "Spørsmålet er sendt. Svaret kjem her.");
  await checkPage(asks);
  const answers = await open(browser, { viewport: PHONE, locale: "nn-NO" });
  await signIn(answers, server, "lillesand.omsorgsperson.1", "/deling");
  await checkPage(answers);
  await press(answers, "Les og svar");
  await checkPage(answers);
  await answers.getByLabel("Ja til alt").check();
  await press(answers, "Send svaret");
  await told(answers, "Takk. Svaret ditt gjeld frå no.");
  await answers.goto(`${place}/deling`);
  await screenshot(answers, "kven-ser-kva");
  await answers.getByRole("link", { name: /Heibukta kulturskule/ }).first().click();
  await checkPage(answers);
  await answers.locator("main form button").first().click();
  await answers.waitForURL("**/deling/stoppet");
  await checkPage(answers);
  await screenshot(answers, "stoppa");
});
