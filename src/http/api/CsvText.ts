import { Schema } from "effect"
import { HttpApiSchema } from "effect/http-api"

/** A list as a file that spreadsheets open; it comes with `content-disposition: attachment`. */
export const CsvText = Schema.String.pipe(HttpApiSchema.asText({ contentType: "text/csv; charset=utf-8" }))
