import { Layer } from "effect"
import * as ProviderHandlers from "./ProviderHandlers.ts"
import * as ProviderOwnHandlers from "./ProviderOwnHandlers.ts"
import * as RecoveryHandlers from "./RecoveryHandlers.ts"

/** Everything about who panels buy from. */
export const layer = Layer.mergeAll(ProviderHandlers.layer, ProviderOwnHandlers.layer, RecoveryHandlers.layer)
