// The same walk in nynorsk, where words are longer and stand elsewhere.

import { walkAs } from "./support/walk.mjs";

walkAs(["lillesand.koordinator.1", "lillesand.omsorgsperson.1", "lillesand.laerer.1"]);
