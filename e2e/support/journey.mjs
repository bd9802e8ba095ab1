// A journey is several promises kept one after the other by the same person.
// When one is broken, those after it are told so, and not waited for.

import { test } from "node:test";

// journey returns a test() whose steps follow each other.
export function journey() {
  let broken = "";
  return (promise, work) =>
    test(promise, async () => {
      if (broken) throw new Error(`not reached, because this was broken: ${broken}`);
      try {
        await work();
      } catch (fault) {
        broken = promise;
        throw fault;
      }
    });
}
