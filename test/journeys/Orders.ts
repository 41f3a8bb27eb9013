import type { NewOrder } from "../../simulators/panel/NewOrder.ts"
import type { Stage } from "./Stage.ts"

/** Puts orders of Rahim's at FastLikes on the stage's panel, numbered on from `first`; gives each one's id. */
export const rahimsOrders = (stage: () => Stage, first: number) => {
  let last = first
  return (fields: NewOrder = {}): string => {
    const id = ++last
    stage().panel.addOrder({
      id,
      user: "rahim_smm",
      provider: "fastlikes.example",
      externalId: `8${id}`,
      ...fields
    })
    return String(id)
  }
}
