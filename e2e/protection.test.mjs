// An address that becomes protected: from the next click nobody but the
// coordinator sees where, nobody can open the family, and what is sent does
// not even say which municipality.

import assert from "node:assert/strict";
import { checkTargets, forgetFault } from "./support/checks.mjs";
import { PHONE } from "./support/browser.mjs";
import { press, tick, told } from "./support/forms.mjs";
import { inBothLanguages } from "./support/languages.mjs";
import { addressOf } from "./support/people.mjs";

const TEACHER = "silje@bodo.example";
const WHERE = /Strandrugveien|Møterommet|inngang B|Fjæremyra skole, /;

inBothLanguages({ place: "bodo", names: ["Ragnhild", "Vilja", "Theo", "Sjøgløtt", "Fjæra"] }, (house) => {
  const { step, say, at, look, picture } = house;
  let coordinator, teacher, family;

  // write sends the teacher a message, and gives what reaches the teacher's mail.
  async function write(subject) {
    const before = (await house.server.textsTo(TEACHER)).length;
    await coordinator.goto(at(`${family}/meldinger/ny`));
    await coordinator.getByLabel(/Silje/).first().check();
    await coordinator.locator("input[name=subject]").fill(subject);
    await coordinator.locator("textarea").fill("Hei. Har du tid i morgen?");
    await press(coordinator, say("Send"));
    await told(coordinator, say("Meldingen er sendt."));
    for (let tries = 0; tries < 100; tries++) {
      const sent = await house.server.textsTo(TEACHER);
      if (sent.length > before) return sent.at(-1);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("no mail to the teacher");
  }

  step("before, the teacher reads who does what, and from where they come", async () => {
    coordinator = await house.enter("bodo.koordinator.1");
    family = await addressOf(coordinator, at(""), "Fjæra");
    teacher = await house.enter("bodo.laerer.1", family, { viewport: PHONE, hasTouch: true });
    await teacher.getByText("Vilja har en voksen på skolen").first().waitFor();
    assert.match(await teacher.locator("main").innerText(), /Silje Rognebu, kontaktlærer/);
    await look(teacher);
  });

  step("the coordinator writes that the address is strictly secret, and is told what follows", async () => {
    await coordinator.goto(at(`${family}/personer`));
    await coordinator.locator("main a[href*='/personer/']").filter({ hasText: say("Endre") }).first().click();
    await tick(coordinator, say("Er adressen beskyttet?"), say("Strengt fortrolig adresse"));
    await press(coordinator, say("Lagre"));
    await coordinator.locator(".flash").waitFor();
    await coordinator.getByText(say("Strengt fortrolig adresse")).first().waitFor();
    await look(coordinator);
    await coordinator.goto(at(family));
    await coordinator.getByText(say("Noen i familien har beskyttet adresse")).waitFor();
    await look(coordinator);
    await picture(coordinator, "beskyttet");
    await coordinator.goto(at("/familier"));
    await coordinator.getByText(say("Beskyttet adresse")).first().waitFor();
    await look(coordinator);
  });

  step("the teacher's next click says nothing of where", async () => {
    await teacher.goto(at(family));
    await teacher.getByText("Vilja har en voksen på skolen").first().waitFor();
    assert.doesNotMatch(await teacher.locator("main").innerText(), /kontaktlærer/i);
    assert.doesNotMatch(await teacher.content(), WHERE);
    await look(teacher);
    await checkTargets(teacher);
    await picture(teacher, "delt-beskyttet");
  });

  step("nobody else can open the family, whatever they say", async () => {
    const other = await house.enter("bodo.koordinator.2", "/nodtilgang");
    await other.getByLabel(say("Fullt navn på en i familien")).fill("Ragnhild Sjøgløtt");
    await other.getByLabel(say("Når er personen født?")).fill("17.04.1990");
    await other.getByLabel(say("Hvorfor kan det ikke vente?")).fill("Barnet står alene på skolen, og ingen svarer.");
    await press(other, say("Åpne i tre timer"));
    await other.getByText(say("Det er ingen å åpne for med dette navnet og denne datoen. Kan noen være i fare, ring politiet på 112 eller Alarmtelefonen på 116 111.")).first().waitFor();
    forgetFault(other, 422);
    await look(other);
  });

  step("what is sent does not say which municipality", async () => {
    const mail = await write("I morgen");
    const text = mail.split(/\r?\n\r?\n/).slice(1).join("\n");
    assert.ok(text.includes(say("Det er noe nytt til deg").slice(1)), text);
    assert.doesNotMatch(text, /bodo|http/i);
  });
});
