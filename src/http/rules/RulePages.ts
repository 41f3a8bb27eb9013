import { Layer } from "effect"
import * as DryRunHandlers from "./DryRunHandlers.ts"
import * as RuleHandlers from "./RuleHandlers.ts"
import * as TemplateHandlers from "./TemplateHandlers.ts"

/** Every handler of the pages about rules, texts and trying them. */
export const layer = Layer.mergeAll(RuleHandlers.layer, TemplateHandlers.layer, DryRunHandlers.layer)
