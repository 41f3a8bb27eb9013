import { Option } from "effect"
import { describe, expect, it } from "vitest"
import { ticketRow } from "../kinds/perfect/TicketRow.ts"
import { userRow } from "./UserRow.ts"

const user = (row: unknown) => Option.getOrUndefined(userRow(row))
const ticket = (row: unknown) => Option.getOrUndefined(ticketRow(row))

describe("userRow", () => {
  it("takes numbers and text for each other, and leaves out what has no username", () => {
    expect(user({ id: "7", username: 123, status: { name: "BAN" }, balance: "1.50", spent: 2 })).toEqual({
      username: "123",
      userId: "7",
      email: null,
      status: "banned",
      balance: "1.50",
      spent: "2",
      currency: null
    })
    expect([{}, { username: " " }, { username: null, id: 1 }, null, 5, "x"].map(user)).toEqual(
      Array.from({ length: 6 }, () => undefined)
    )
  })

  it("has no account number 0, which every account without one would share", () => {
    expect(user({ id: 0, username: "a" })?.userId).toBeNull()
  })
})

describe("ticketRow", () => {
  it("knows whose a ticket is wherever the panel says it", () => {
    expect(
      [{ user: "a" }, { username: "a" }, { user: { username: "a" } }, {}].map(
        (row) => ticket({ id: 1, ...row })?.username
      )
    ).toEqual(["a", "a", "a", null])
  })

  it("takes a time without a zone as late as it can be, and the latest of two", () => {
    const noon = Date.UTC(2026, 0, 2, 12)
    const at = (row: object) => ticket({ id: 1, ...row })?.changedAt
    expect(at({ created: "2026-01-02 00:00:00" })).toBe(noon)
    expect(at({ created: "2026-01-02 00:00:00", created_timestamp: noon / 1000 - 60 })).toBe(noon - 60_000)
    expect(at({ created_timestamp: 1, last_update_timestamp: String(noon / 1000) })).toBe(noon)
    expect(at({ created: "yesterday" })).toBeNull()
  })

  it("reads messages as text or objects, in lists or objects, and no more than 50", () => {
    expect(
      ticket({ id: "1", subject: 5, messages: { a: "x<br>", b: { text: "y" }, c: null } })?.texts
    ).toEqual(["5", "x", "y"])
    const many = Array.from({ length: 80 }, (_, n) => `m${n}`)
    expect(ticket({ id: 1, messages: many })?.texts).toEqual(many.slice(30))
  })

  it("leaves out what staff wrote, however the panel marks it", () => {
    const messages = [
      { message: "a", is_staff: "1" },
      { message: "b", is_admin: true },
      { message: "c", staff_name: "support" },
      { message: "d", is_staff: 0, staff_name: "" }
    ]
    expect(ticket({ id: 1, messages })?.texts).toEqual(["d"])
  })
})
