// A team around a child: the family's yes, the coordinator's invitation, the
// leader who finds the right person, that person's own yes, and what each sees.

import assert from "node:assert/strict";
import { PHONE } from "./support/browser.mjs";
import { checkTargets, forgetFault } from "./support/checks.mjs";
import { saveConsent, writeConsent, writeOral } from "./support/consents.mjs";
import { about, choose, press, tick, told } from "./support/forms.mjs";
import { inBothLanguages } from "./support/languages.mjs";
import { addressOf } from "./support/people.mjs";

const NAMES = ["Saga", "Emrik", "Linn", "Tjernsvåget", "Blåklokke"];
const OTHERS = /Emrik kommer seg|Morfar går sammen|går til skolen selv/; // Emrik's goal and measures

inBothLanguages({ place: "bodo", names: NAMES }, (house) => {
  const { step, say, at, look, picture } = house;
  let coordinator, leader, teacher, family, shared;

  // closed is an address that somebody finds nothing at.
  async function closed(page, address) {
    const answer = await page.goto(at(address));
    assert.equal(answer.status(), 404, address);
    forgetFault(page, 404);
  }

  step("no unit can be invited before the family has said yes to it", async () => {
    coordinator = await house.enter("bodo.koordinator.2");
    family = await addressOf(coordinator, at(""), "Blåklokke");
    await coordinator.goto(at(`${family}/lag`));
    await look(coordinator);
    await picture(coordinator, "laget");
    const units = await coordinator.getByLabel(say("Hvem vil du invitere?")).locator("option").allTextContents();
    assert.ok(!units.some((unit) => unit.includes("Fjæremyra skole")), units.join(" | "));
    const parts = ["Hvem som er i familien", "Målene", "Tiltakene"];
    await writeConsent(house, coordinator, family, { unit: "Fjæremyra skole", about: "Saga", parts, by: "Linn" });
    await tick(coordinator, say("Hva ble svaret?"), say("Ja til alt"));
    await writeOral(house, coordinator);
    await saveConsent(house, coordinator);
    await told(coordinator, say("Samtykket er skrevet ned."));
  });

  step("the coordinator invites the school, and waits for its leader", async () => {
    await coordinator.goto(at(`${family}/lag`));
    await choose(coordinator, say("Hvem vil du invitere?"), "Fjæremyra skole");
    await coordinator.locator("textarea[name=note]").fill("Saga trenger en voksen å tegne sammen med.");
    await press(coordinator, say("Inviter"));
    await told(coordinator, say("Invitasjonen er sendt. Lederen har fått beskjed."));
    await coordinator.getByText(say.start("Venter på lederen siden")).waitFor();
    await look(coordinator);
  });

  step("the leader sees what is asked for and nothing of the plan, and asks the right person", async () => {
    leader = await house.enter("bodo.rektor.1", "/invitasjoner", { viewport: PHONE, hasTouch: true });
    await look(leader);
    await checkTargets(leader);
    await picture(leader, "invitasjoner");
    const text = await leader.locator("main").innerText();
    assert.match(text, /Saga trenger en voksen å tegne sammen med/);
    assert.doesNotMatch(text, /Saga har noen å snakke med|Tjernsvåget/);
    const card = leader.locator(".card").filter({ hasText: say("Laget rundt Saga") });
    await card.getByRole("combobox").selectOption({ label: await card.locator("option", { hasText: "Silje Rognebu" }).first().textContent() });
    await card.getByRole("button", { name: say("Spør personen") }).click();
    await told(leader, say("Personen er spurt og har fått beskjed."));
    await look(leader);
    await closed(leader, family);
  });

  step("before her own yes the teacher is not inside, and after it she sees what was shared and nothing else", async () => {
    teacher = await house.enter("bodo.laerer.1");
    await closed(teacher, family);
    await teacher.goto(at("/invitasjoner"));
    await look(teacher);
    await picture(teacher, "invitasjon");
    await teacher.getByRole("button", { name: say("Ja, jeg blir med") }).click();
    await told(teacher, say("Du er med i laget. Det som er delt med deg, står her."));
    await teacher.goto(at(family));
    await teacher.getByText(say.start("Delt med deg fordi familien har sagt ja til Fjæremyra skole. Du ser dette til")).waitFor();
    await look(teacher);
    await picture(teacher, "delt-med-deg");
    shared = await teacher.locator("main h3").allTextContents();
    const text = await teacher.locator("main").innerText();
    assert.match(text, /Saga har noen å snakke med/);
    assert.doesNotMatch(text, OTHERS);
    for (const room of ["/plan", "/logg", "/personer", "/samtykker", "/lag", "/bakgrunn", "/dokumenter"]) await closed(teacher, family + room);
  });

  step("the family sees with the teacher's eyes exactly what she sees, and when she looked", async () => {
    const mother = await house.enter("bodo.omsorgsperson.3", "/deling", { viewport: PHONE, hasTouch: true });
    await look(mother);
    await checkTargets(mother);
    await picture(mother, "hvem-ser-hva");
    await mother.getByRole("link", { name: say("Vis som Silje Rognebu") }).click();
    await mother.getByText(say("Slik ser det ut for Silje Rognebu")).waitFor();
    await look(mother);
    await picture(mother, "vis-som");
    assert.doesNotMatch(await mother.locator("main").innerText(), OTHERS);
    assert.deepEqual(await mother.locator("main h3").allTextContents(), shared);
    await mother.goto(at("/deling"));
    await mother.getByText(say.start("Så sist")).first().waitFor();
    await mother.context().close();
  });

  step("the coordinator takes her out of the team with one click, and her next click finds nothing", async () => {
    await coordinator.goto(at(`${family}/lag`));
    await look(coordinator);
    await coordinator.getByRole("button", { name: about(say("Ta ut av laget"), "Silje Rognebu") }).click();
    await told(coordinator, say("Personen ser ikke lenger noe om familien."));
    await closed(teacher, family);
  });
});
