import { Option, Schema } from "effect"
import { describe, expect, it } from "vitest"
import { parsePath, readPath } from "./JsonPath.ts"
import { PanelDescription } from "./PanelDescription.ts"
import { tryDescription } from "./tryDescription.ts"

const orders = {
  action: { method: "GET", path: "/v1/orders", query: { numbers: "{ids}" } },
  list: "$.data",
  fields: { id: "$.id", username: "$.user.name", status: "$.status", link: "$.url" }
}
const plain = { auth: { place: "header", name: "X-Key" }, error: "$.error", orders }
const decode = (value: unknown) => Schema.decodeUnknownOption(PanelDescription)(value)
const description = Option.getOrThrow(decode(plain))
const sample = { data: [{ id: "0042", user: { name: "john" }, status: "In progress" }] }

describe("a path", () => {
  it("leads through names and places, and no further", () => {
    const json = JSON.parse('{"a":[{"b c":{"d-e":1}}],"__proto__":{"x":2}}') as unknown
    expect(readPath(json, "$")).toBe(json)
    expect(readPath(json, "$.a[0]['b c'].d-e")).toBe(1)
    for (const nowhere of [
      "$.a[1]",
      "$.a.b",
      "$.a.length.x",
      "$.toString",
      "$.a[0].constructor",
      "a",
      "$..a",
      "$.*"
    ]) {
      expect(readPath(json, nowhere), nowhere).toBeUndefined()
    }
  })

  it("is refused when it searches, is too long or too deep", () => {
    for (const bad of ["", "a.b", "$a", "$.a[", "$.a[x]", "$.a[-1]", "$..b", "$[*]", `$${".a".repeat(13)}`]) {
      expect(parsePath(bad), bad).toBeUndefined()
    }
    expect(parsePath(`$.${"a".repeat(300)}`)).toBeUndefined()
    expect(parsePath("$.data[12].id")).toEqual(["data", 12, "id"])
  })
})

describe("PR-01 a description of a panel", () => {
  it("is refused when it claims orders, leaves the panel, holds a key or says not where the numbers go", () => {
    const withAction = (action: object) => decode({ ...plain, orders: { ...orders, action } })
    const query = { numbers: "{ids}" }
    expect(Option.isSome(decode(plain))).toBe(true)
    for (const action of [
      { method: "GET", path: "/orders/pull", query },
      { method: "GET", path: "/adminapi/v1", query: { ...query, action: "getOrders" } },
      { method: "GET", path: "/adminapi/v1", query: { ...query, action: "getOrder" } },
      { method: "GET", path: "https://elsewhere.example/{ids}" },
      { method: "GET", path: "//elsewhere.example/{ids}" },
      { method: "GET", path: "/../{ids}" },
      { method: "GET", path: "/orders", query: { ...query, key: "0123456789abcdef0123456789abcdef" } },
      { method: "GET", path: "/orders" },
      { method: "DELETE", path: "/orders/{ids}" }
    ]) {
      expect(Option.isNone(withAction(action)), JSON.stringify(action)).toBe(true)
    }
    const rental = { method: "GET", path: "/adminapi/v1", query: { ...query, action: "getOrders-by-id" } }
    expect(Option.isSome(withAction(rental))).toBe(true)
    expect(Option.isNone(decode({ ...plain, auth: { place: "body", name: "key" } }))).toBe(true)
  })

  it("tells for a pasted sample which fields it finds, with their values, and which not", () => {
    expect(tryDescription(description, JSON.stringify(sample))).toEqual({
      isUsable: true,
      orders: 1,
      found: [
        { field: "id", value: "0042" },
        { field: "username", value: "john" },
        { field: "status", value: "In progress" }
      ],
      missing: ["link"],
      words: ["The link is not under $.url."]
    })
  })

  it("takes one order alone, and a list that was written as an object", () => {
    const [order] = sample.data
    for (const data of [order, { 0: order, 17: order }]) {
      expect(tryDescription(description, JSON.stringify({ data })).isUsable).toBe(true)
    }
  })

  it("says in words what is wrong with a sample", () => {
    const words = (text: string) => {
      const { isUsable, words } = tryDescription(description, text)
      expect(isUsable).toBe(false)
      return words[0]
    }
    expect(words("<html>")).toMatch("a web page")
    expect(words('{"data":[')).toMatch("not JSON")
    expect(words('{"error":"Bad key"}')).toBe("The sample is an error: Bad key")
    expect(words('{"items":[]}')).toMatch("Nothing is under $.data")
    expect(words('{"data":[]}')).toMatch("is empty")
    expect(words('{"data":[{"no":1}]}')).toMatch("The order number is not under $.id")
    expect(words('{"data":[{"id":"ord_1","user":{"name":"x"}}]}')).toMatch("not a whole number")
    expect(words(" ".repeat(1_000_001))).toMatch("too long")
  })

  it("warns of an unknown status and of an order that shows nobody", () => {
    const text = JSON.stringify({ data: [{ id: 1, status: "Baking", url: "x" }] })
    const { words } = tryDescription(description, text)
    expect(words[0]).toBe('The status "Baking" is not known. Say what it stands for.')
    expect(words[1]).toMatch("cannot be proven")
    const own = { ...description, statuses: { " baking": "processing" as const } }
    expect(tryDescription(own, text).words.join()).not.toMatch("Baking")
  })
})
