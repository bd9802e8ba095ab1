// Signs the demo's people in and out, the way they do it themselves.

const DOORS = { omsorgsperson: "/logg-inn/familie", ungdom: "/logg-inn/familie", programleder: "/logg-inn/begynn" };

// signIn takes a person through the demo's issuer. They are named by the value
// of their button, such as bodo.koordinator.1; to is where they were going.
export async function signIn(page, server, person, to = "/") {
  const [place, role] = person.split(".");
  const door = DOORS[role] ?? "/logg-inn/ansatt";
  await page.goto(`${server.origin(place)}${door}?til=${encodeURIComponent(to)}`);
  await page.locator(`button[name="person"][value="${person}"]`).click();
  await page.waitForURL((address) => address.origin === server.origin(place));
}

// signOut uses the button in the menu.
export async function signOut(page) {
  await page.locator("details.menu > summary").click();
  await page.locator("form[action='/logg-ut'] button").filter({ visible: true }).click();
  await page.waitForURL("**/logg-inn");
}

// addressOf is where a family is that somebody follows, found by its short name.
export async function addressOf(page, origin, name) {
  await page.goto(`${origin}/familier`);
  return page.locator("main").getByRole("link", { name }).first().getAttribute("href");
}
