import { expect, it } from "vitest"
import { fieldTroubles } from "./fieldTroubles.ts"
import { troubleOf } from "./Trouble.ts"

const read = (message: string) => Object.fromEntries(fieldTroubles(troubleOf(400, { message })))

it("what the gateway says about fields is found by their names", () => {
  expect(read("Wrong in the body: email: write an address such as name@example.com.")).toEqual({
    email: "Write an address such as name@example.com."
  })
  expect(read('Wrong in the body: whatsapp.0: "0980; 1" is no WhatsApp number; memo: too long')).toEqual({
    whatsapp: '"0980; 1" is no WhatsApp number',
    memo: "Too long"
  })
  expect(read("The database is not reachable.")).toEqual({})
  expect(fieldTroubles(null).size).toBe(0)
})
