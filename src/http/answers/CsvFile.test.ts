import { assert, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { LoginId } from "../../domain/Ids.ts"
import { BadCursor, type PageQuery } from "../../ports/Desk.ts"
import { CurrentLogin } from "../api/Authorization.ts"
import { type Column, csvFile, mostRows } from "./CsvFile.ts"

const login = {
  id: LoginId.make("018f0000-0000-7000-8000-000000000001"),
  username: "sita",
  role: "owner",
  tenantId: null,
  tenantName: null,
  timeZone: "Asia/Kathmandu",
  permissions: [],
  isViewing: false
} as const

interface Row {
  readonly at: number | null
  readonly text: string
}
const columns: ReadonlyArray<Column<Row>> = [
  { name: "When", at: ({ at }) => at },
  { name: "Text", text: ({ text }) => text }
]

const read = Effect.fnUntraced(function* (page: Parameters<typeof csvFile<Row>>[0]["page"]) {
  const response = yield* csvFile({ name: "lines", columns, page }).pipe(
    Effect.provideService(CurrentLogin, login)
  )
  assert.strictEqual(response.body._tag, "Stream")
  const bytes = response.body._tag === "Stream" ? response.body.stream : Stream.empty
  return { response, text: Buffer.concat(yield* Stream.runCollect(bytes)).toString() }
})

const cursor = ({ before }: PageQuery) => Number(before ?? 0)

it.effect("a file has every page, times of the workspace's zone, and no formula", () =>
  Effect.gen(function* () {
    const pages: ReadonlyArray<ReadonlyArray<Row>> = [
      [
        { at: 1_700_000_000_000, text: '=HYPERLINK("x")' },
        { at: null, text: 'he said "hi", twice' }
      ],
      [{ at: 0, text: "+977" }]
    ]
    const { response, text } = yield* read((query) =>
      Effect.succeed({ items: pages[cursor(query)]!, next: cursor(query) === 0 ? "1" : null })
    )
    assert.match(
      response.headers["content-disposition"]!,
      /^attachment; filename="lines-\d{4}-\d\d-\d\d\.csv"$/
    )
    assert.strictEqual(response.headers["content-type"], "text/csv; charset=utf-8")
    assert.deepStrictEqual(text.split("\r\n"), [
      "\uFEFFWhen (Asia/Kathmandu),Text",
      `2023-11-15 03:58:20,"'=HYPERLINK(""x"")"`,
      ',"he said ""hi"", twice"',
      "1970-01-01 05:30:00,'+977",
      ""
    ])
  })
)

it.effect("a longer list is cut off, and its last line says so", () =>
  Effect.gen(function* () {
    let asked = 0
    const { text } = yield* read(({ before, limit }) => {
      asked += 1
      const from = Number(before ?? 0)
      const items = Array.from({ length: limit }, (_, at) => ({ at: null, text: `row ${from + at + 1}` }))
      return Effect.succeed({ items, next: String(from + limit) })
    })
    const lines = text.trimEnd().split("\r\n")
    assert.strictEqual(lines.length, mostRows + 2)
    assert.strictEqual(lines.at(-2), `,row ${mostRows}`)
    assert.match(lines.at(-1)!, /Cut off here: a file holds 50000 rows at most/)
    assert.isAtMost(asked, mostRows / 500)
  })
)

it.effect("a list that cannot be read is an answer, not half a file", () =>
  Effect.gen(function* () {
    const error = yield* Effect.flip(read(() => Effect.fail(new BadCursor())))
    assert.propertyVal(error, "_tag", "BadRequest")
  })
)
