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

it("guesses in customers' texts the numbers that stand for themselves, and no price, date, phone or link", () => {
  const guess = (text: string) =>
    splitOrderIds(text, (id) => known.has(id), true).flatMap((piece) =>
      piece._tag === "Order" ? [piece.orderId] : []
    )
  expect(guess("why is 492007599 so slow? #51234, id:66778")).toEqual(["492007599", "51234", "66778"])
  expect(guess("51234,51235\n51236.")).toEqual(["51234", "51235", "51236"])
  expect(guess("I paid $12345 or 12345€, 50000%")).toEqual([])
  expect(guess("$ 12345 for 300 likes of 2026")).toEqual([])
  expect(guess("call +97798000 or 9800000100 or 98000-12345")).toEqual([])
  expect(guess("https://x.example/p/123456 user12345 @55555 20261121-30")).toEqual([])
})
