// Loaded before the first paint, apart from everything else.
import { applyTheme } from "./lib/theme.ts";

applyTheme();
