import { describe, expect, it } from "vitest"
import { order } from "./fixtures/decisions.ts"
import { PanelId } from "./Ids.ts"
import type { Order } from "./Order.ts"
import { choosePanel, panelsNamed } from "./PanelChoice.ts"

const [main, gold, silver] = ["a", "b", "c"].map((id) => PanelId.make(id)) as [PanelId, PanelId, PanelId]
const on = (panelId: PanelId, username = "alice"): Order => ({ ...order, panelId, username })
const isOwn = ({ username }: Order) => username === "alice"

describe("choosePanel", () => {
  it("OR-10: the one order that was found is meant, own or not", () => {
    expect(choosePanel([on(main)], isOwn)).toEqual({ _tag: "One", order: on(main) })
    expect(choosePanel([on(gold, "bob")], isOwn)).toEqual({ _tag: "One", order: on(gold, "bob") })
    expect(choosePanel([], isOwn)).toEqual({ _tag: "None" })
  })

  it("OR-10: of several the own one is meant, wherever it stands", () => {
    for (const found of [
      [on(main, "bob"), on(gold)],
      [on(gold), on(main, "bob")],
      [on(main, "bob"), on(gold), on(silver, "eve")]
    ]) {
      expect(choosePanel(found, isOwn)).toEqual({ _tag: "One", order: on(gold) })
    }
  })

  it("OR-10: of several own ones none is meant, and somebody else's is not among the choices", () => {
    expect(choosePanel([on(main), on(silver, "bob"), on(gold)], isOwn)).toEqual({
      _tag: "Ambiguous",
      panelIds: [main, gold]
    })
  })

  it("OR-03: of several orders of others one is chosen, so that it is refused as such", () => {
    expect(choosePanel([on(main, "bob"), on(gold, "eve")], isOwn)).toMatchObject({ _tag: "One" })
  })
})

describe("panelsNamed", () => {
  const panels = [
    { id: main, name: "SMM" },
    { id: gold, name: "SMM Gold" },
    { id: silver, name: "Silver-Panel.com" }
  ]
  const named: ReadonlyArray<readonly [text: string, ids: ReadonlyArray<PanelId>]> = [
    ["123 cancel", []],
    ["123 cancel smm", [main]],
    ["123 cancel SMM GOLD", [gold]],
    ["cancel 123 on smm-gold, please", [gold]],
    ["123 smm gold or smm?", [main, gold]],
    ["silver panel com 123 refill", [silver]],
    ["123 cancel Silver-Panel.com", [silver]],
    ["123 smmgold goldsmm smms", []],
    ["１２３ ｓｍｍ", [main]]
  ]
  it.each(named)("OR-10: %j names its panels as whole words, the longer name first", (text, ids) => {
    expect(panelsNamed(text, panels)).toEqual(ids)
  })

  it("OR-10: names in other scripts are read with their vowel signs, and a name without letters is never named", () => {
    const others = [
      { id: main, name: "সোনা" },
      { id: gold, name: "সোনী" },
      { id: silver, name: "★" }
    ]
    expect(panelsNamed("১২৩ বাতিল সোনী ★", others)).toEqual([gold])
  })
})
