// fetched is what the house answers somebody at an address, without going there.
export function fetched(page, address) {
  return page.evaluate(async (at) => {
    const answer = await fetch(at);
    return { status: answer.status, headers: Object.fromEntries(answer.headers), text: await answer.text() };
  }, address);
}
