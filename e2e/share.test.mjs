// Shared for a day: a link and a code to one named person, who sees one part,
// until it ends. A link that has been used gives nothing.

import assert from "node:assert/strict";
import { open, PHONE } from "./support/browser.mjs";
import { checkTargets, forgetFault } from "./support/checks.mjs";
import { about, press, tick, told } from "./support/forms.mjs";
import { inBothLanguages } from "./support/languages.mjs";
import { addressOf } from "./support/people.mjs";

const NAMES = ["Ragnhild", "Theo", "Vilja", "Sjøgløtt", "Fjæra", "Snorre"];
const TELLING = /Theo|Sjøg|Ragnhild|Fjæra|familie/i;
// How the guest is reached: by mail in one language, by phone in the other.
const GUESTS = {
  nb: { way: "Med en kode på e-post", field: "E-postadressen", to: "snorre@laget.example" },
  nn: { way: "Med en kode på SMS", field: "Mobilnummeret", to: "+99900009876" },
};

inBothLanguages({ place: "bodo", names: NAMES }, (house) => {
  const { step, say, at, look, picture } = house;
  const who = GUESTS[house.language];
  let coordinator, guest, family, link;

  // code waits for the newest code that the guest has been sent.
  async function code() {
    for (let tries = 0; tries < 50; tries++) {
      const sent = await house.server.textsTo(who.to);
      assert.doesNotMatch(sent.join(), TELLING);
      const found = sent.map((text) => /\b(\d{6})\b/.exec(text.split(/\r?\n\r?\n/).slice(1).join(" "))).filter(Boolean);
      if (found.length > 0) return found.at(-1)[1];
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`no code to ${who.to}`);
  }

  step("the coordinator shares one part about one child with one person, and sees the link once", async () => {
    coordinator = await house.enter("bodo.koordinator.1");
    family = await addressOf(coordinator, at(""), "Fjæra");
    await coordinator.goto(at(`${family}/lag/dag`));
    await look(coordinator);
    await press(coordinator, say("Del for en dag"));
    await look(coordinator);
    await picture(coordinator, "del-for-en-dag-ny");
    await coordinator.locator("main form button[type=submit]").first().click();
    await coordinator.getByRole("alert").waitFor();
    forgetFault(coordinator, 422);
    await look(coordinator);
    await tick(coordinator, say("Hvordan skal personen komme inn?"), say(who.way));
    await coordinator.getByLabel(say("Hvem er det?")).fill("Snorre Nøsthaug");
    await coordinator.getByLabel(say(who.field)).fill(who.to);
    await tick(coordinator, say("Hva skal personen få se?"), say("Målene"), say("Tiltakene"));
    await tick(coordinator, say("Hvem gjelder det?"), "Theo Sjøgløtt");
    await coordinator.getByLabel(say("Hva skal det brukes til?")).fill("Så treneren vet hva Theo vil.");
    await tick(coordinator, say("Hvem sa ja?"), "Ragnhild Sjøgløtt");
    await tick(coordinator, say("Hvordan ble det sagt?"), say("Muntlig"));
    await coordinator.locator("main form button[type=submit]").first().click();
    await coordinator.getByText(say("Lenken er klar")).waitFor();
    link = (await coordinator.locator("main strong").filter({ hasText: "/d/" }).textContent()).trim();
    await look(coordinator);
    await picture(coordinator, "del-for-en-dag");
  });

  step("the link asks for a code, a wrong code opens nothing, and the right one shows what was shared and no more", async () => {
    guest = await open(house.browser, { viewport: PHONE, hasTouch: true });
    await guest.goto(link);
    await look(guest);
    await checkTargets(guest);
    await picture(guest, "lenken");
    await press(guest, say("Send meg en kode"));
    await look(guest);
    await guest.getByLabel(say("Koden du fikk")).fill("000000");
    await press(guest, say("Gå videre"));
    await guest.getByRole("alert").waitFor();
    forgetFault(guest, 422);
    await look(guest);
    await guest.getByLabel(say("Koden du fikk")).fill(await code());
    await press(guest, say("Gå videre"));
    await guest.waitForURL((address) => !address.pathname.startsWith("/d/"));
    await look(guest);
    await picture(guest, "gjest");
    await guest.goto(at(family));
    await guest.getByText("Theo er med på noe gøy etter skolen").first().waitFor();
    await guest.getByText(say.start("Familien har delt dette med deg til")).waitFor();
    await look(guest);
    const text = await guest.locator("main").innerText();
    assert.doesNotMatch(text, /Vilja har en voksen|Følelseskort|Møterommet/);
    await picture(guest, "delt-for-en-dag");
  });

  step("a link that has been used gives nothing to anybody else", async () => {
    const other = await open(house.browser);
    const answer = await other.goto(link);
    assert.equal(answer.status(), 404);
    forgetFault(other, 404);
    await look(other);
    assert.doesNotMatch(await other.content(), /Theo|Snorre|Ragnhild/);
    await other.context().close();
  });

  step("the family sees the guest and stops the sharing with one click, and the guest's next click finds nothing", async () => {
    const mother = await house.enter("bodo.omsorgsperson.1", "/deling", { viewport: PHONE, hasTouch: true });
    await mother.getByRole("heading", { name: "Snorre Nøsthaug" }).waitFor();
    await look(mother);
    await mother.getByRole("button", { name: about(say("Stopp deling"), "Snorre") }).click();
    await told(mother, say("Delingen er stoppet."));
    await look(mother);
    await mother.context().close();
    await guest.goto(at(family));
    assert.doesNotMatch(await guest.content(), /Theo er med på noe gøy/);
  });
});
