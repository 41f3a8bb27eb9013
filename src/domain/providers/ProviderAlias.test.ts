import { describe, expect, it } from "vitest"
import {
  freeAlias,
  groupName,
  longestAlias,
  namesProvider,
  revealsAddress,
  shownName
} from "./ProviderAlias.ts"

describe("PR-03 a provider's first alias", () => {
  it("is never an address, however the panel spells it", () => {
    for (const name of [
      "boostmint.example",
      "https://BoostMint.example/api/v2?key=1",
      "www.boostmint.example",
      "BOOSTMINT.EXAMPLE ",
      "boostmint . example",
      "boostmint[dot]example",
      "boostmint (dot) example",
      "boostmint dot com",
      "boostmint com",
      "ｂｏｏｓｔｍｉｎｔ．ｅｘａｍｐｌｅ",
      "boostmint。example",
      "BoostMint (boostmint.example)",
      "boostmint.example:8443",
      "sales@boostmint.example",
      "10.20.30.40",
      "panel-xn--bcher-kva",
      "бустминт.рф"
    ]) {
      expect([name, revealsAddress(name)]).toEqual([name, true])
      expect(shownName(name)).toBeNull()
    }
  })

  it("is told from the provider's own address in every text that he has", () => {
    const name = "https://www.BoostMint.example/api"
    for (const text of [
      "boostmint.example",
      "see BOOSTMINT[dot]example",
      "{external_ids} @ boostmint.example"
    ])
      expect(namesProvider(text, name)).toBe(true)
    expect(namesProvider("BoostMint", name)).toBe(false)
    expect(namesProvider("Rush {command}", "Rush")).toBe(false)
  })

  it("is the panel's own alias where that gives nothing away", () => {
    for (const name of [
      "Rush",
      "Smm Gen",
      "Provider #4",
      "Best Media",
      "JAP Panel",
      "v2 fast",
      "हिमाल",
      "A-1"
    ])
      expect(shownName(name)).toBe(name)
    expect(shownName("  Smm \u0000\n Gen ")).toBe("Smm Gen")
    expect(shownName("x".repeat(300))).toHaveLength(longestAlias)
    expect(shownName("4711")).toBeNull()
    expect(shownName("")).toBeNull()
  })

  it("is numbered on from the highest number, and nobody else's", () => {
    expect(freeAlias(null, [])).toBe("Provider 1")
    expect(freeAlias(null, ["Provider 1", "provider 7", "Rush"])).toBe("Provider 8")
    expect(freeAlias("Rush", ["rush", "RUSH 2"])).toBe("Rush 3")
    expect(freeAlias("x".repeat(longestAlias), ["X".repeat(longestAlias)]).length).toBeLessThanOrEqual(
      longestAlias
    )
  })

  it("PR-08: names the group with a provider", () => {
    expect(groupName("Rush", "Main")).toBe("Rush / Main Support")
  })
})
