// What a family says yes and no to: recorded by the coordinator, answered by
// the caregiver on the phone, and stopped in two clicks.

import assert from "node:assert/strict";
import { PHONE } from "./support/browser.mjs";
import { checkTargets, forgetFault } from "./support/checks.mjs";
import { askOnOwnPage, saveConsent, writeConsent, writeOral } from "./support/consents.mjs";
import { about, heading, press, tick, told } from "./support/forms.mjs";
import { inBothLanguages } from "./support/languages.mjs";
import { addressOf } from "./support/people.mjs";

const NAMES = ["Ragnhild", "Vilja", "Theo", "Alva", "Sjøgløtt", "Fjæra"];

inBothLanguages({ place: "bodo", names: NAMES }, (house) => {
  const { step, say, at, look, picture } = house;
  let coordinator, caregiver, teacher, family;

  const write = (unit, child, parts) => writeConsent(house, coordinator, family, { unit, about: child, parts, by: "Ragnhild" });

  // lost is somebody who finds nothing of the family any more.
  async function lost(page) {
    const answer = await page.goto(at(family));
    assert.equal(answer.status(), 404);
    forgetFault(page, 404);
  }

  step("a part of what was asked for is a yes to that part, and what is missing is asked for again", async () => {
    coordinator = await house.enter("bodo.koordinator.1");
    family = await addressOf(coordinator, at(""), "Fjæra");
    await coordinator.goto(at(`${family}/samtykker`));
    await look(coordinator);
    await picture(coordinator, "samtykker");
    await write("Tuvholmen barnehage", "Alva", ["Hvem som er i familien", "Målene", "Tiltakene"]);
    await press(coordinator, say("Neste"));
    await coordinator.getByRole("alert").waitFor();
    forgetFault(coordinator, 422);
    await look(coordinator);
    await picture(coordinator, "samtykke-nytt");
    await tick(coordinator, say("Hva ble svaret?"), say("Ja til noe av det"));
    await tick(coordinator, say("Hva ble det ja til?"), say("Målene"));
    await writeOral(house, coordinator);
    await saveConsent(house, coordinator);
    await told(coordinator, say("Samtykket er skrevet ned."));
    const row = await coordinator.getByRole("row").filter({ hasText: "Tuvholmen barnehage" }).innerText();
    assert.match(row, /Alva/);
    assert.ok(row.includes(say("Ja til noe")), row);
    assert.ok(!row.toLowerCase().includes(say("tiltakene")), row);
    await look(coordinator);
  });

  step("a no is kept as a no, and opens nothing", async () => {
    await write("Nordgløtt ungdomsklubb", "Theo", ["Målene"]);
    await tick(coordinator, say("Hva ble svaret?"), say("Nei"));
    await writeOral(house, coordinator);
    await saveConsent(house, coordinator);
    await told(coordinator, say("Neiet er skrevet ned. Ingenting er delt."));
    const refused = coordinator.getByRole("table", { name: say("Sagt nei") });
    await refused.getByText("Nordgløtt ungdomsklubb").waitFor();
    assert.equal(await coordinator.getByRole("table", { name: say("Gjelder nå") }).getByText("Nordgløtt ungdomsklubb").count(), 0);
  });

  step("the caregiver answers on the phone what was asked for there", async () => {
    await write("Helsestasjonen Nordgløtt", "Alva", ["Målene", "Tiltakene"]);
    await askOnOwnPage(house, coordinator);
    await told(coordinator, say("Spørsmålet er sendt. Svaret kommer her."));
    caregiver = await house.enter("bodo.omsorgsperson.1", "/deling", { viewport: PHONE, hasTouch: true });
    await look(caregiver);
    await checkTargets(caregiver);
    await press(caregiver, say("Les og svar"));
    await heading(caregiver, `${say.start("Får Helsestasjonen Nordgløtt se")} ${say("målene")} og ${say("tiltakene")}?`);
    await look(caregiver);
    await picture(caregiver, "samtykke-spurt");
    await tick(caregiver, say("Hva svarer du?"), say("Ja til noe av det"));
    await tick(caregiver, say("Hva sier du ja til?"), say("Målene"));
    await press(caregiver, say("Send svaret"));
    await told(caregiver, say("Takk. Svaret ditt gjelder fra nå."));
    await look(caregiver);
    await coordinator.goto(at(`${family}/samtykker`));
    await coordinator.getByText(say.start("Ragnhild svarte selv på egen side")).first().waitFor();
  });

  step("on the family's word sharing is stopped for one child, and goes on for the other", async () => {
    teacher = await house.enter("bodo.laerer.1", family);
    await teacher.getByText("Theo er med på noe gøy").first().waitFor();
    await coordinator.goto(at(`${family}/samtykker`));
    const row = coordinator.getByRole("table", { name: say("Gjelder nå") }).getByRole("row").filter({ hasText: "Fjæremyra skole" });
    await row.getByRole("link", { name: say("Trekk tilbake") }).click();
    await look(coordinator);
    await picture(coordinator, "trekk-tilbake");
    await tick(coordinator, say("Hvem gjelder det?"), "Theo");
    await press(coordinator, say("Ja, stopp delingen"));
    await told(coordinator, say("Delingen er stoppet. De som mistet innsyn, har fått beskjed."));
    await look(coordinator);
    await teacher.goto(at(family));
    await teacher.getByText("Vilja har en voksen på skolen").first().waitFor();
    assert.doesNotMatch(await teacher.locator("main").innerText(), /Theo/);
    await look(teacher);
  });

  step("the caregiver stops sharing for one child on the phone, and it goes on for the other", async () => {
    const club = "Nordgløtt ungdomsklubb";
    await write(club, ["Alva", "Vilja"], ["Målene", "Tiltakene"]);
    await tick(coordinator, say("Hva ble svaret?"), say("Ja til alt"));
    await writeOral(house, coordinator);
    await saveConsent(house, coordinator);
    await caregiver.goto(at("/deling/samtykke"));
    await look(caregiver);
    await picture(caregiver, "det-vi-har-sagt-ja-til");
    await caregiver.getByRole("link", { name: about(say("Stopp deling"), club) }).click();
    await heading(caregiver, say("Vil du stoppe denne delingen?"));
    await look(caregiver);
    await checkTargets(caregiver);
    await caregiver.getByRole("group", { name: say("Hvem gjelder det?") }).getByLabel("Vilja").uncheck();
    await picture(caregiver, "stopp-for-ett-barn");
    await press(caregiver, say("Ja, stopp delingen"));
    await heading(caregiver, say("Delingen er stoppet"));
    const parts = `${say("målene")} og ${say("tiltakene")}`;
    await caregiver.getByText(say(`${club} får ikke se @ om Alva. Ingen der var med ennå.`).replace("@", parts)).waitFor();
    await look(caregiver);
    await picture(caregiver, "stoppet-for-ett-barn");
    await caregiver.goto(at("/deling/samtykke"));
    const left = caregiver.locator("main section").first().locator("li, .row").filter({ hasText: club }).first();
    const text = await left.innerText();
    assert.ok(text.includes("Vilja") && !text.includes("Alva"), text);
  });

  step("sharing with one unit is stopped in two clicks, and the teacher's next click finds nothing", async () => {
    await caregiver.goto(at("/deling"));
    await caregiver.getByRole("link", { name: about(say("Stopp deling"), "Fjæremyra skole") }).click();
    await look(caregiver);
    await picture(caregiver, "stopp-enhet");
    await caregiver.getByRole("button", { name: say("Ja, stopp delingen") }).click();
    await heading(caregiver, say("Delingen er stoppet"));
    await caregiver.getByText(say.start("Fjæremyra skole ser ikke lenger")).first().waitFor();
    await look(caregiver);
    await picture(caregiver, "stoppet");
    await lost(teacher);
    await teacher.goto(at("/"));
    assert.doesNotMatch(await teacher.locator("main").innerText(), /Vilja|Theo/);
    await look(teacher);
  });

  step("the school's leader confirms what was done, without learning whom it is about, and the family reads it", async () => {
    const leader = await house.enter("bodo.rektor.1", "/enhet/kvitteringer");
    await look(leader);
    await leader.locator("main").getByRole("link", { name: say.start("Referanse") }).first().click();
    await look(leader);
    await picture(leader, "kvittering");
    assert.doesNotMatch(await leader.locator("main").innerText(), /Vilja|Theo|Sjøgløtt|Fjæra\b/);
    await leader.getByLabel(say("Vi har ikke tatt vare på noe")).check();
    await press(leader, say("Bekreft"));
    await told(leader, say("Takk. Familien og koordinatoren kan lese svaret."));
    await look(leader);
    await leader.context().close();
    await caregiver.goto(at("/deling"));
    await caregiver.getByText(say("Fjæremyra skole hadde ikke tatt vare på noe.")).waitFor();
    await look(caregiver);
  });

  step("all sharing is stopped in two clicks, and nobody of the team finds anything", async () => {
    const nurse = await house.enter("bodo.helsesykepleier.1", family);
    await nurse.getByText(say.start("Delt med deg fordi familien har sagt ja til")).first().waitFor();
    await caregiver.goto(at("/deling"));
    await press(caregiver, say("Stopp all deling"));
    await look(caregiver);
    await picture(caregiver, "stopp-alt");
    await caregiver.getByRole("button", { name: say("Ja, stopp alt") }).click();
    await heading(caregiver, say("Delingen er stoppet"));
    await look(caregiver);
    await lost(nurse);
    await caregiver.goto(at("/deling"));
    await caregiver.getByText(say("Ingen tjeneste ser noe nå")).waitFor();
    await picture(caregiver, "hvem-ser-hva-tom");
    await look(caregiver);
    await coordinator.goto(at(`${family}/samtykker`));
    await look(coordinator);
    await picture(coordinator, "samtykker-stoppet");
    await coordinator.locator("main summary").filter({ hasText: say("Tidligere samtykker") }).click();
    const before = coordinator.getByRole("table", { name: say("Tidligere samtykker") });
    await before.getByRole("row").filter({ hasText: "Fjæremyra skole" }).getByText(say("Trukket tilbake")).first().waitFor();
  });
});
