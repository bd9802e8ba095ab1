// Two who each have the care of one sibling: each sees their own child's part
// of the same plan, and nothing that tells of the other child's goals.

import assert from "node:assert/strict";
import { PHONE } from "./support/browser.mjs";
import { heading } from "./support/forms.mjs";
import { inBothLanguages } from "./support/languages.mjs";

const PAGES = ["/", "/framover", "/deling", "/deling/samtykke", "/sett", "/meldinger", "/dokumenter", "/rettigheter", "/koordinator", "/plan/foresla"];
const LINUS = /Linus får ro|Jeg må klatre først|Klatre en halvtime|pausekoffert|Linus klatrer|roe seg etter skolen/;
const TIRIL = /Tiril har noen å gjøre lekser|Det er kjedelig alene|Leksehjelp|ser på matten|venner som vet/;

inBothLanguages({ place: "kristiansand", names: ["Linus", "Tiril", "Ekorn"] }, (house) => {
  const { step, say } = house;

  // read is all that one caregiver can read on their own pages.
  async function read(person, picture) {
    const page = await house.enter(person, "/", { viewport: PHONE });
    await heading(page, say("Planen vår"));
    await house.picture(page, picture);
    let text = "";
    for (const address of PAGES) {
      const answer = await page.goto(house.at(address));
      assert.equal(answer.status(), 200, `${person} at ${address}`);
      await house.look(page);
      text += `\n${address}\n` + (await page.content());
    }
    await page.context().close();
    return text;
  }

  step("he who has the care of Linus sees Linus' goals and what is everybody's, and learns of none of Tiril's", async () => {
    const text = await read("kristiansand.omsorgsperson.3", "plan-for-linus");
    assert.match(text, /Linus får ro i kroppen etter skolen/);
    assert.match(text, /De samme reglene i begge hus/);
    assert.doesNotMatch(text, TIRIL);
  });

  step("she who has the care of Tiril sees Tiril's goals and what is everybody's, and learns of none of Linus'", async () => {
    const text = await read("kristiansand.omsorgsperson.4", "plan-for-tiril");
    assert.match(text, /Tiril har noen å gjøre lekser sammen med/);
    assert.match(text, /De samme reglene i begge hus/);
    assert.doesNotMatch(text, LINUS);
  });
});
