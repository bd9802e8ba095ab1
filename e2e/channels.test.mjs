// A caregiver chooses how and when they can be reached. What is sent arrives in
// those hours and tells nothing; a way that is not safe is never used again.

import assert from "node:assert/strict";
import { PHONE } from "./support/browser.mjs";
import { checkTargets, forgetFault } from "./support/checks.mjs";
import { askOnOwnPage, writeConsent } from "./support/consents.mjs";
import { about, heading, press, told } from "./support/forms.mjs";
import { inBothLanguages } from "./support/languages.mjs";
import { addressOf } from "./support/people.mjs";

const TEXT = "+99900004321";
const MAIL = "kveld@heime.example";
const PEOPLE = {
  nb: { carer: "bodo.omsorgsperson.3", name: "Linn", coordinator: "bodo.koordinator.2", family: "Blåklokke", unit: "Nordgløtt ungdomsklubb", child: "Saga" },
  nn: { carer: "lillesand.omsorgsperson.1", name: "Jorunn", coordinator: "lillesand.koordinator.1", family: "Bringebær", unit: "Heibukta kulturskule", child: "Live" },
};
const names = ["Linn", "Jorunn", "Saga", "Live", "Blåklokke", "Bringebær"];

// hours are the half of the day that it is now, and the other half.
function hours() {
  const hour = Number(new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Oslo", hour: "2-digit", hour12: false }).format());
  return hour % 24 < 12 ? { now: ["00.00", "12.30"], later: ["13.00", "23.30"] } : { now: ["11.30", "00.00"], later: ["01.00", "11.00"] };
}

inBothLanguages({ place: { nb: "bodo", nn: "lillesand" }, names }, (house) => {
  const { step, say, at, look, picture } = house;
  const who = PEOPLE[house.language];
  const { now, later } = hours();
  let carer, coordinator, family;

  // open shows the days and hours of one way: sms or mail.
  async function open(kind) {
    const days = carer.locator("details").filter({ has: carer.locator(`input[name=${kind}_from]`) });
    if ((await days.getAttribute("open")) === null) await days.locator("summary").click();
  }

  // way says that one way is safe, where it leads and when.
  async function way(kind, address, [from, to]) {
    await carer.locator(`input[name=${kind}_state][value=safe]`).check();
    await carer.locator(`input[name=${kind}_address]`).fill(address);
    await open(kind);
    for (const day of await carer.locator(`input[name=${kind}_days]`).all()) await day.check();
    await carer.locator(`input[name=${kind}_from]`).fill(from);
    await carer.locator(`input[name=${kind}_to]`).fill(to);
  }

  // arrived waits for what has been sent to an address.
  async function arrived(address) {
    for (let tries = 0; tries < 100; tries++) {
      const sent = await house.server.textsTo(address);
      if (sent.length > 0) return sent;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`nothing arrived at ${address}`);
  }

  step("a caregiver chooses ways and hours, and is told where something is amiss", async () => {
    carer = await house.enter(who.carer, "/meg/varsling", { viewport: PHONE, hasTouch: true });
    await heading(carer, say("Hvordan kan vi nå deg trygt?"));
    await look(carer);
    await way("sms", TEXT, now);
    await way("mail", "kveld", later);
    await press(carer, say("Lagre"));
    await carer.getByRole("alert").waitFor();
    forgetFault(carer, 422);
    await carer.getByText(say("Skriv en e-postadresse, for eksempel navn@epost.no")).first().waitFor();
    await look(carer);
    await carer.locator("input[name=mail_address]").fill(MAIL);
    await press(carer, say("Lagre"));
    await told(carer, say("Valgene dine er lagret."));
    assert.equal(await carer.locator("input[name=mail_from]").inputValue(), later[0]);
    await look(carer);
    await checkTargets(carer);
    await picture(carer, "varsling");
  });

  step("a word arrives where it is the chosen hours and waits where it is not, and tells nothing", async () => {
    coordinator = await house.enter(who.coordinator);
    family = await addressOf(coordinator, at(""), who.family);
    await coordinator.goto(at(`${family}/meldinger/ny`));
    await coordinator.getByLabel(new RegExp(who.name)).first().check();
    await coordinator.locator("input[name=subject]").fill("Bursdagen");
    await coordinator.locator("textarea").fill("Skal vi bake?");
    await press(coordinator, say("Send"));
    await told(coordinator, say("Meldingen er sendt."));
    const [text] = await arrived(TEXT);
    assert.ok(text.includes(say.start("Det er noe nytt til deg. Logg inn når det passer:")), text);
    assert.doesNotMatch(text, /Bursdagen|bake|Saga|Live|Linn|Jorunn|familie/i);
    assert.deepEqual(await house.server.textsTo(MAIL), [], "the mail waits for its hours");
  });

  step("the coordinator hears that a way is not safe, and the caregiver reads it", async () => {
    await coordinator.goto(at(`${family}/personer`));
    await coordinator.getByRole("link", { name: about(say("Trygge kanaler"), who.name) }).first().click();
    await heading(coordinator, say(`Hvordan ${who.name} kan nås`));
    await coordinator.getByText(TEXT).waitFor();
    await look(coordinator);
    await picture(coordinator, "trygge-kanaler");
    await coordinator.getByRole("button", { name: about(say("Ikke trygt"), say("SMS")) }).click();
    await told(coordinator, say("Vi bruker det ikke mer. Det som ventet, er tatt tilbake."));
    await coordinator.getByText(say("Vi sender aldri noe her.")).waitFor();
    await look(coordinator);
    await carer.goto(at("/meg/varsling"));
    assert.ok(await carer.locator("input[name=sms_state][value=unsafe]").isChecked());
    await way("mail", MAIL, ["00.00", "00.00"]);
    await press(carer, say("Lagre"));
    await told(carer, say("Valgene dine er lagret."));
  });

  step("what comes next is sent where it is safe, and never where it is not", async () => {
    await writeConsent(house, coordinator, family, { unit: who.unit, about: who.child, parts: ["Målene"], by: who.name });
    await askOnOwnPage(house, coordinator);
    await told(coordinator, say("Spørsmålet er sendt. Svaret kommer her."));
    const [mail] = await arrived(MAIL);
    assert.doesNotMatch(mail, /samtykke|Saga|Live|Linn|Jorunn|familie|ungdomsklubb|kulturskule/i);
    assert.equal((await house.server.textsTo(TEXT)).length, 1, "only what was sent while it was safe");
  });
});
