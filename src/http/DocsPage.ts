import { Effect } from "effect"
import { HttpRouter, HttpServerResponse } from "effect/http"
import { OpenApi } from "effect/http-api"
import { Api } from "./Api.ts"

/** The description of the API as a plain page: no script, nothing from elsewhere, so it works under our policy. */
export const layer = HttpRouter.use((router) =>
  Effect.gen(function* () {
    const description = OpenApi.fromApi(Api)
    const page = HttpServerResponse.text(render(description), { contentType: "text/html; charset=utf-8" })
    yield* router.add("GET", "/api/openapi.json", HttpServerResponse.jsonUnsafe(description))
    yield* router.add("GET", "/docs", page)
    yield* router.add("GET", "/docs/style.css", HttpServerResponse.text(style, { contentType: "text/css" }))
  })
)

const methods = ["get", "post", "put", "patch", "delete"] as const

/** The page itself; every text in it is escaped. */
export const render = ({ info, paths, components }: OpenApi.OpenAPISpec): string => {
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method]
      return operation === undefined ? [] : [{ path, method: method.toUpperCase(), operation }]
    })
  )
  const sections = operations.map(
    ({ path, method, operation }) => `<section>
<h2><code>${escape(method)} ${escape(path)}</code></h2>
${list(
  "Parameters",
  operation.parameters.map(
    ({ name, in: place, required }) => `${name} (${place}${required ? ", required" : ""})`
  )
)}
${block("Body", operation.requestBody)}
${Object.entries(operation.responses)
  .map(([status, response]) => block(`Answer ${status}`, response))
  .join("\n")}
</section>`
  )
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(info.title)} API</title>
<link rel="stylesheet" href="/docs/style.css">
<main>
<h1>${escape(info.title)} API</h1>
<p>${escape(info.description ?? "")}</p>
<p>For programs: <a href="/api/openapi.json">openapi.json</a></p>
${sections.join("\n")}
<h2>Shapes</h2>
${Object.entries(components.schemas)
  .map(([name, schema]) => block(name, schema))
  .join("\n")}
</main>
</html>`
}

const escape = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`)

const list = (title: string, entries: ReadonlyArray<string>) =>
  entries.length === 0
    ? ""
    : `<h3>${escape(title)}</h3><ul>${entries.map((entry) => `<li>${escape(entry)}</li>`).join("")}</ul>`

const block = (title: string, value: unknown) =>
  value === undefined
    ? ""
    : `<details><summary>${escape(title)}</summary><pre>${escape(JSON.stringify(value, null, 2))}</pre></details>`

const style = `:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
main { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin: 2rem 0 0.5rem } h3 { font-size: 1rem; margin: 0 }
pre { overflow: auto; padding: 0.5rem; border: 1px solid #8886; border-radius: 6px }
`
