// Every page that a person can click to, in every role, each kind of page
// once: what no journey remembers to visit is visited here.

import { walkAs } from "./support/walk.mjs";

walkAs([
  "bodo.koordinator.1",
  "bodo.omsorgsperson.1",
  "bodo.laerer.1",
  "bodo.administrator.1",
  "stiftelsen.programleder.1",
]);
