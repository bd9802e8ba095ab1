// Documents go up and come down whole, under a name that tells nothing; what
// can run something is refused in a sentence one can act on.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, screenshot } from "./support/browser.mjs";
import { checkPage, forgetFault } from "./support/checks.mjs";
import { fetched } from "./support/fetch.mjs";
import { press, told } from "./support/forms.mjs";
import { signIn } from "./support/people.mjs";
import { start } from "./support/server.mjs";

let server, browser;
before(async () => {
  [server, browser] = await Promise.all([start(), launch()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const roads = [
  { place: "bodo", person: "bodo.koordinator.1", family: "Fjæra", title: "Hva skal det hete her?", goals: "Mål", save: "Legg inn", refused: /Filen er en nettside eller et program/, added: "Dokumentet er lagt inn." },
  { place: "lillesand", person: "lillesand.koordinator.1", family: "Bringebær", title: "Kva skal det heite her?", goals: "Mål", save: "Legg inn", refused: /nettside/, added: "Dokumentet er lagt inn." },
];

for (const road of roads) {
  test(`in ${road.place} a document is refused in words, put in, read and taken out`, async () => {
    const page = await open(browser);
    const look = () => checkPage(page, { names: [road.family, "Timeplan"] });
    const body = Buffer.from("Mandag: symjing. Tysdag: lese.\n");
    await signIn(page, server, road.person, "/familier");
    const family = await page.getByRole("link", { name: road.family }).first().getAttribute("href");
    await page.goto(`${server.origin(road.place)}${family}/dokumenter`);
    await look();
    await page.goto(`${server.origin(road.place)}${family}/dokumenter/ny`);
    await page.locator("input[type=file]").setInputFiles({ name: "brev.txt", mimeType: "text/plain", buffer: Buffer.from("<!doctype html><script>alert(1)</script>") });
    await page.getByLabel(road.goals, { exact: true }).check();
    await page.getByRole("button", { name: road.save, exact: true }).click();
    await page.getByRole("alert").waitFor();
    forgetFault(page, 422);
    await page.getByText(road.refused).first().waitFor();
    await look();
    await page.locator("input[type=file]").setInputFiles({ name: "plan.txt", mimeType: "text/plain", buffer: body });
    await page.getByLabel(road.title).fill("Timeplan");
    await page.getByRole("button", { name: road.save, exact: true }).click();
    await told(page, road.added);
    await page.goto(`${server.origin(road.place)}${family}/dokumenter`);
    await page.getByRole("link", { name: "Timeplan" }).click();
    await page.getByText("symjing").waitFor();
    await look();
    await screenshot(page, `dokument-${road.place}`);
    const answer = await fetched(page, `${new URL(page.url()).pathname}/last-ned`);
    assert.equal(answer.text, body.toString());
    const { headers } = answer;
    assert.match(headers["content-disposition"], /^attachment/);
    assert.doesNotMatch(headers["content-disposition"], /Timeplan|plan\.txt|Fj/);
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.match(headers["cache-control"], /no-store/);
    await press(page, "Fjern");
    await page.locator(".flash").waitFor();
    assert.equal(await page.getByRole("link", { name: "Timeplan" }).count(), 0);
  });
}
