import * as plugin from "./plugin.mjs";
import { serve } from "./serve.mjs";

await serve({ ...plugin });
