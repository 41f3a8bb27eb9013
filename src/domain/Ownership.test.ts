import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { PanelId } from "./Ids.ts"
import { isOwner, maySee } from "./Ownership.ts"

const asker = (username: string, userId: string | null = null, isTrusted = false) => ({
  username,
  userId,
  isTrusted
})

describe("who owns an order", () => {
  it("OR-03: the same username, whatever the case of its letters", () => {
    expect(isOwner(asker("Ravi_77"), { username: "rAVI_77" })).toBe(true)
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (name) => {
        expect(isOwner(asker(name), { username: name })).toBe(true)
      })
    )
  })

  it("OR-03: nothing but the whole username: no part, no space, no likeness", () => {
    for (const username of ["ravi", "ravi_777", " ravi_77", "ravi_77 ", "ravi-77", ""]) {
      expect(isOwner(asker("ravi_77"), { username })).toBe(false)
    }
    fc.assert(
      fc.property(fc.string(), fc.string(), (ours, theirs) => {
        const isSame = ours.toLowerCase() === theirs.toLowerCase()
        expect(isOwner(asker(ours), { username: theirs })).toBe(ours !== "" && isSame)
      })
    )
  })

  it("OR-03: the same user id owns it too, also when the username was changed", () => {
    expect(isOwner(asker("new_name", "1004"), { username: "old_name", userId: "1004" })).toBe(true)
    expect(isOwner(asker("new_name", "100"), { username: "old_name", userId: "1004" })).toBe(false)
  })

  it("OR-10: an account of one panel owns nothing of a namesake on another", () => {
    const [here, there] = [PanelId.make("here"), PanelId.make("there")]
    const ravi = { username: "ravi", userId: "7", panelId: here }
    expect(isOwner(ravi, { username: "ravi", panelId: here })).toBe(true)
    expect(isOwner(ravi, { username: "ravi", userId: "7", panelId: there })).toBe(false)
    expect(isOwner({ ...ravi, panelId: null }, { username: "ravi", panelId: there })).toBe(true)
  })

  it("OR-03: nothing empty owns anything", () => {
    expect(isOwner(asker("", ""), { username: "", userId: "" })).toBe(false)
    expect(isOwner(asker("", null), { username: "", userId: null })).toBe(false)
    expect(isOwner(asker("ravi", ""), { username: "sita", userId: "" })).toBe(false)
    expect(isOwner(asker("ravi"), { username: "sita" })).toBe(false)
  })

  it("CU-10: a trusted identity sees everybody's order and owns none of them", () => {
    const order = { username: "sita", userId: "7" }
    expect(maySee(asker("a trusted contact", null, true), order)).toBe(true)
    expect(isOwner(asker("a trusted contact", null, true), order)).toBe(false)
    expect(maySee(asker("ravi"), order)).toBe(false)
  })
})
