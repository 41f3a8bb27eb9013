import { expect, it } from "vitest"
import { splitOrderIds } from "./orderIds.ts"

const known = new Set(["492007588", "3531"])
const split = (text: string) =>
  splitOrderIds(text, (id) => known.has(id)).map((piece) =>
    piece._tag === "Order" ? `[${piece.orderId}]` : piece.text
  )

it("makes chips of known orders only, and loses no text", () => {
  expect(split("492007588 cancel")).toEqual(["[492007588]", " cancel"])
  expect(split("pay 300 for 3531,492007588!")).toEqual(["pay 300 for ", "[3531]", ",", "[492007588]", "!"])
  expect(split("14920075889")).toEqual(["14920075889"])
  expect(split("")).toEqual([])
})
