import { Result } from "effect"
import { describe, expect, it } from "vitest"
import type { Customer } from "./Customer.ts"
import { maxLines, readCustomerFile, writeCustomerFile } from "./CustomerFile.ts"
import { ContactId, CustomerId, PanelId } from "./Ids.ts"

const panels = [{ id: PanelId.make("p1"), name: "Main panel" }]
const read = (text: string) => Result.getOrThrow(readCustomerFile(text, panels))
const refusal = (text: string) => Result.getOrThrow(Result.flip(readCustomerFile(text, panels)))
const problems = (text: string) => read(text).problems
const numbers = (cell: string) =>
  read(`username;whatsapp\nravi;"${cell}"`).rows.flatMap(({ contacts }) =>
    contacts.map(({ pn, lid }) => pn ?? lid)
  )

const customer = (fields: Partial<Customer> = {}): Customer => ({
  id: CustomerId.make("c1"),
  username: "ravi77",
  userId: "12",
  email: "ravi@example.com",
  panelId: panels[0]!.id,
  status: "active",
  suspension: null,
  isAutoSuspended: true,
  language: "bn",
  memo: "pays late",
  contacts: [
    { lid: "7@lid", pn: "9779800000100@s.whatsapp.net" },
    { pn: "9779800000101@s.whatsapp.net" },
    { lid: "123456@lid" },
    { telegramId: "123456789" }
  ].map((address, n) => ({
    id: ContactId.make(`a${n}`),
    lid: null,
    pn: null,
    telegramId: null,
    name: null,
    linkedBy: "owner" as const,
    linkedAt: 0,
    ...address
  })),
  chats: [],
  createdAt: 0,
  version: 1,
  ...fields
})

describe("a list of customers (CU-02)", () => {
  it("is read with columns in any order and case, with BOM, and parted by ; or , or tabs", () => {
    for (const sign of [";", ",", "\t"]) {
      const text = `\ufeff${["E-Mail", "User ID", "USERNAME", "Panel"].join(sign)}\r\n${["R@x.co", "9", "ravi", "main PANEL"].join(sign)}\r\n`
      expect(read(text)).toEqual({
        problems: [],
        rows: [
          {
            line: 2,
            username: "ravi",
            userId: "9",
            email: "r@x.co",
            panelId: "p1",
            memo: "",
            language: null,
            contacts: []
          }
        ]
      })
    }
  })

  it("takes several numbers of a cell, and the ways people write one", () => {
    expect(numbers("+977 980-000 0100")).toEqual(["9779800000100@s.whatsapp.net"])
    expect(numbers("9779800000100 9779800000101;00977 (980) 0000102")).toEqual([
      "9779800000100@s.whatsapp.net",
      "9779800000101@s.whatsapp.net",
      "9779800000102@s.whatsapp.net"
    ])
    expect(numbers("9779800000100; +9779800000100")).toEqual(["9779800000100@s.whatsapp.net"])
    expect(numbers("123456@lid")).toEqual(["123456@lid"])
    expect(
      read("telegram;username\n123456789 987654321;x").rows[0]!.contacts.map((one) => one.telegramId)
    ).toEqual(["123456789", "987654321"])
  })

  it("names the line of a problem and what to do, and goes on with the other lines", () => {
    const file = read(
      [
        "username,email,whatsapp,telegram,panel,language",
        "ok1,,,,,",
        ",a@b.co,,,,",
        "two words,,,,,",
        "c,nobody,,,,",
        "d,,0980000100,,,",
        "e,,9.7798E+12,,,",
        "f,,12,,,",
        "g,,,@ravi,,",
        "h,,,,Other,",
        "i,,,,,english",
        ",,,,,",
        "ok2,,,,,"
      ].join("\n")
    )
    expect(file.rows.map(({ line, username }) => [line, username])).toEqual([
      [2, "ok1"],
      [13, "ok2"]
    ])
    expect(file.problems.map(({ line, text }) => [line, text.split(/[,.:]/, 1)[0]])).toEqual([
      [3, "username"],
      [4, "username"],
      [5, "email"],
      [6, '"0980000100" has no country code'],
      [7, '"9'],
      [8, '"12" is no WhatsApp number'],
      [9, '"@ravi" is no Telegram id'],
      [10, 'There is no panel "Other"'],
      [11, "language"]
    ])
    expect(problems("username\nx\u202ey")).toHaveLength(1)
  })

  it("counts lines as an editor does, also after a cell of several lines", () => {
    expect(read('username;memo\na;"one\ntwo"\n\nb;x').rows.map(({ line }) => line)).toEqual([3, 5])
  })

  it("refuses a whole file in a sentence", () => {
    expect(refusal("")).toBe("The file is empty.")
    expect(refusal("name;email\nx;y")).toMatch(/must name the columns.*"username"/)
    expect(refusal("username;wallet\nx;y")).toMatch(
      /^Unknown column "wallet"\. Known columns: username, user_id/
    )
    expect(refusal("username;Username\nx;y")).toMatch(/twice/)
    expect(refusal('username;memo\nx;"y')).toMatch(/^Line \d+ cannot be read: a quotation mark/)
    expect(refusal(`username\n${"x\n".repeat(maxLines + 1)}`)).toMatch(/has 10001 lines; 10000 are the most/)
    expect(
      read(`username\n${Array.from({ length: maxLines }, (_, n) => `x${n}`).join("\n")}`).rows
    ).toHaveLength(maxLines)
    expect(refusal(`username\n${"x".repeat(6_000_000)}`)).toMatch(/larger than 5 MB/)
  })

  it("comes back from an export as it was", () => {
    const { rows, problems } = read(writeCustomerFile([customer()], panels))
    expect(problems).toEqual([])
    expect(rows).toMatchObject([
      {
        username: "ravi77",
        userId: "12",
        email: "ravi@example.com",
        panelId: "p1",
        memo: "pays late",
        language: "bn"
      }
    ])
    expect(rows[0]!.contacts.map(({ lid, pn, telegramId }) => pn ?? lid ?? telegramId).toSorted()).toEqual([
      "123456789",
      "123456@lid",
      "9779800000100@s.whatsapp.net",
      "9779800000101@s.whatsapp.net"
    ])
  })

  it("takes the word of a `sep=;` line above the header", () => {
    expect(read("sep=;\r\nusername;memo\r\nravi;a,b,c,d").rows).toMatchObject([{ line: 3, memo: "a,b,c,d" }])
  })

  it.each([
    "'=1",
    "''+1",
    "'plain'",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "a;b",
    'say "hi"',
    "two\nlines"
  ])("SE: a cell that a spreadsheet would run is exported as text and read back: %j", (memo) => {
    const text = writeCustomerFile([customer({ memo })], panels)
    if (/^'*[=+\-@]/.test(memo)) expect(text).toContain(`'${memo}`)
    expect(text).not.toMatch(/(?:^|,|\n)"?[=+\-@]/)
    expect(read(text).rows[0]!.memo).toBe(memo)
  })
})
