import type { RequestId } from "../../domain/Ids.ts"
import type { RequestStage } from "../../ports/Requests.ts"

/** A request whose stage may have moved. */
export interface Staged {
  readonly id: RequestId
  readonly stage: RequestStage
}
