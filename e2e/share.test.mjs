// Shared for a day: a link and a code to one named person, who sees one part,
// until it ends. A link that has been used gives nothing.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { launch, open, screenshot, PHONE } from "./support/browser.mjs";
import { checkPage, forgetFault } from "./support/checks.mjs";
import { press, tick, told } from "./support/forms.mjs";
import { journey } from "./support/journey.mjs";
import { addressOf, signIn } from "./support/people.mjs";
import { start } from "./support/server.mjs";

const step = journey();
const NAMES = ["Ragnhild", "Theo", "Vilja", "Sjøgløtt", "Fjæra", "Snorre"];
const GUEST = "snorre@laget.example";
let server, browser, coordinator, guest, family, link;
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

// code waits for the newest code that somebody has been sent.
async function code(to) {
  for (let tries = 0; tries < 50; tries++) {
    const found = (await server.textsTo(to)).map((text) => /\b(\d{6})\b/.exec(text.split(/\r?\n\r?\n/).slice(1).join(" "))).filter(Boolean);
    if (found.length > 0) return found.at(-1)[1];
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`no code to ${to}`);
}

step("the coordinator shares one part about one child with one person, and sees the link once", async () => {
  await coordinator.goto(at(`${family}/lag/dag`));
  await check(coordinator);
  await press(coordinator, "Del for en dag");
  await check(coordinator);
  await press(coordinator, /^Del$/);
  await coordinator.getByRole("alert").waitFor();
  forgetFault(coordinator, 422);
  await check(coordinator);
  await tick(coordinator, /^Hvordan skal personen komme inn/, "Med en kode på e-post");
  await coordinator.getByLabel(/^Hvem er det/).fill("Snorre Nøsthaug");
  await coordinator.getByLabel(/^E-postadressen/).fill(GUEST);
  await tick(coordinator, /^Hva skal personen få se/, "Målene", "Tiltakene");
  await tick(coordinator, /^Hvem gjelder det/, "Theo Sjøgløtt");
  await coordinator.getByLabel(/^Hva skal det brukes til/).fill("Så treneren vet hva Theo vil.");
  await tick(coordinator, /^Hvem sa ja/, "Ragnhild Sjøgløtt");
  await tick(coordinator, /^Hvordan ble det sagt/, "Muntlig");
  await press(coordinator, /^Del$/);
  await coordinator.getByText("Lenken er klar").waitFor();
  link = (await coordinator.locator("main strong").filter({ hasText: "/d/" }).textContent()).trim();
  await check(coordinator);
  await screenshot(coordinator, "del-for-en-dag");
});

step("the mail with the link tells of nobody", async () => {
  const mail = await server.mailTo(GUEST);
  assert.doesNotMatch(mail, /Theo|Sj=C3=B8|Ragnhild|Fj=C3=A6ra|familie/i);
});

step("the link asks for a code, a wrong code opens nothing, and the right one shows what was shared and no more", async () => {
  guest = await open(browser, { viewport: PHONE, hasTouch: true });
  await guest.goto(link);
  await check(guest);
  await screenshot(guest, "lenken");
  await press(guest, "Send meg en kode");
  await check(guest);
  await guest.getByLabel("Koden du fikk").fill("000000");
  await press(guest, "Gå videre");
  await guest.getByRole("alert").waitFor();
  forgetFault(guest, 422);
  await check(guest);
  await guest.getByLabel("Koden du fikk").fill(await code(GUEST));
  await press(guest, "Gå videre");
  await guest.waitForURL((address) => !address.pathname.startsWith("/d/"));
  await check(guest);
  await screenshot(guest, "gjest");
  await guest.goto(at(family));
  await guest.getByText("Theo er med på noe gøy etter skolen").first().waitFor();
  await guest.getByText(/^Familien har delt dette med deg til/).waitFor();
  await check(guest);
  const text = await guest.locator("main").innerText();
  assert.doesNotMatch(text, /Vilja har en voksen|Følelseskort|Møterommet/);
  await screenshot(guest, "delt-for-en-dag");
});

step("a link that has been used gives nothing to anybody else", async () => {
  const other = await open(browser);
  const answer = await other.goto(link);
  assert.equal(answer.status(), 404);
  forgetFault(other, 404);
  await check(other);
  assert.doesNotMatch(await other.content(), /Theo|Snorre|Ragnhild/);
  await other.context().close();
});

step("the family sees the guest and stops the sharing with one click, and the guest's next click finds nothing", async () => {
  const mother = await open(browser, { viewport: PHONE, hasTouch: true });
  await signIn(mother, server, "bodo.omsorgsperson.1", "/deling");
  await mother.getByRole("heading", { name: "Snorre Nøsthaug" }).waitFor();
  await check(mother);
  await mother.getByRole("button", { name: /^Stopp deling.*Snorre/ }).click();
  await told(mother, "Delingen er stoppet.");
  await check(mother);
  await mother.context().close();
  await guest.goto(at(family));
  assert.doesNotMatch(await guest.content(), /Theo er med på noe gøy/);
});

step("in nynorsk too, with a code on the phone", async () => {
  const place = server.origin("lillesand");
  const shares = await open(browser, { locale: "nn-NO" });
  await signIn(shares, server, "lillesand.koordinator.1");
  const address = await addressOf(shares, place, "Bringebær");
  await shares.goto(`${place}${address}/lag/dag/ny`);
  await shares.locator("input[name=channel][value=sms]").check();
  await shares.locator("input[name=name]").fill("Snorre Nøsthaug");
  await shares.locator("input[name=address]").fill("+99900009876");
  await shares.locator("input[name=sections][value=goals]").check();
  await tick(shares, /^Kven gjeld det/, "Live Knattelidmo");
  await shares.locator("textarea[name=purpose]").fill("Så trenaren veit kva som er avtalt.");
  await shares.locator("input[name=yes_by]").first().check();
  await shares.locator("input[name=yes_how][value=oral]").check();
  await checkPage(shares);
  await press(shares, /^Del$/);
  const found = (await shares.locator("main strong").filter({ hasText: "/d/" }).textContent()).trim();
  await checkPage(shares);
  const opens = await open(browser, { viewport: PHONE, locale: "nn-NO" });
  await opens.goto(found);
  await checkPage(opens);
  await opens.locator("main form button").first().click();
  await opens.locator("input[name=code]").fill(await code("+99900009876"));
  await opens.locator("main form button").first().click();
  await opens.waitForURL((url) => !url.pathname.startsWith("/d/"));
  await checkPage(opens);
  await screenshot(opens, "gjest-nynorsk");
});
