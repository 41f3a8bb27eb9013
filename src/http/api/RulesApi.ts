import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { Rules } from "../../domain/Rules.ts"
import { ruleGroups } from "../../domain/rules/catalogue/RuleEntry.ts"
import { Authorization, Needs, TenantPages } from "./Authorization.ts"
import { Conflict } from "./Refusals.ts"

/** Something about one rule; `item` is its part: a word, a text's key, a service id. */
export const RuleRemarkView = Schema.Struct({
  field: Schema.String,
  item: Schema.NullOr(Schema.String),
  text: Schema.String
})

/** The change makes no sense; `message` is the first problem in words. */
export class RulesNotTaken extends Schema.TaggedError<RulesNotTaken>()(
  "RulesNotTaken",
  { message: Schema.String, reference: Schema.String, problems: Schema.Array(RuleRemarkView) },
  { httpApiStatus: 400 }
) {}

/** How a rule is set: bounds count, `page` names the page that edits it. */
export const RuleControlView = Schema.Union([
  Schema.Struct({ kind: Schema.Literal("switch") }),
  Schema.Struct({
    kind: Schema.Literal("number"),
    unit: Schema.String,
    minimum: Schema.Number,
    maximum: Schema.Number,
    isWhole: Schema.Boolean,
    isOptional: Schema.Boolean
  }),
  Schema.Struct({
    kind: Schema.Literal("choice"),
    choices: Schema.Array(
      Schema.Struct({
        value: Schema.String,
        label: Schema.String,
        /** What can go wrong with this answer. */
        risk: Schema.optionalKey(Schema.String)
      })
    )
  }),
  Schema.Struct({ kind: Schema.Literal("text"), longest: Schema.Number }),
  Schema.Struct({
    kind: Schema.Literal("words"),
    most: Schema.Number,
    shortest: Schema.Number,
    longest: Schema.Number
  }),
  Schema.Struct({
    kind: Schema.Literal("per-command"),
    holds: Schema.Literals(["values", "ticks"]),
    commands: Schema.Array(Schema.String),
    unit: Schema.NullOr(Schema.String),
    minimum: Schema.Number,
    maximum: Schema.Number
  }),
  Schema.Struct({
    kind: Schema.Literal("other"),
    page: Schema.Literals(["templates", "aliases", "services"])
  })
])

/** One line of the tick list. */
export const RuleEntryView = Schema.Struct({
  key: Schema.String,
  group: Schema.Literals(ruleGroups),
  label: Schema.String,
  meaning: Schema.String,
  control: RuleControlView,
  /** The switch that must be on for this setting to count. */
  under: Schema.NullOr(Schema.String),
  /** Shown red and asked twice (RU-02): what can go wrong when it is on. */
  risk: Schema.NullOr(Schema.String)
})

const RulesBody = {
  rules: Rules,
  /** To be sent with the next change. */
  version: Schema.Int,
  warnings: Schema.Array(RuleRemarkView)
}

/** The tenant's words for commands; `problems` were let in by an earlier version and do not work. */
export const AliasesView = Schema.Struct({
  version: Schema.Int,
  aliases: Rules.fields.aliases,
  customCommands: Rules.fields.customCommands,
  /** What an alias may stand for. */
  targets: Schema.Array(Schema.String),
  problems: Schema.Array(RuleRemarkView),
  warnings: Schema.Array(RuleRemarkView)
})

/** The owner's rule book (RU-01 to RU-03, WF-03). */
export class RulesApi extends HttpApiGroup.make("rules")
  .add(
    HttpApiEndpoint.get("rules", "/rules", {
      success: Schema.Struct({ ...RulesBody, defaults: Rules, catalogue: Schema.Array(RuleEntryView) })
    }),
    /** `confirmed` names what is risky and was asked about twice; without it a risky change is a conflict. */
    HttpApiEndpoint.patch("changeRules", "/rules", {
      payload: Schema.Struct({
        version: Schema.Int,
        set: Schema.optionalKey(Schema.Record(Schema.String, Schema.Unknown)),
        reset: Schema.optionalKey(Schema.Array(Schema.String)),
        confirmed: Schema.optionalKey(Schema.Array(Schema.String))
      }),
      success: Schema.Struct(RulesBody),
      error: [RulesNotTaken, Conflict]
    }).annotate(Needs, ["owner"]),
    HttpApiEndpoint.get("aliases", "/aliases", { success: AliasesView }),
    HttpApiEndpoint.put("changeAliases", "/aliases", {
      payload: Schema.Struct({
        version: Schema.Int,
        aliases: Schema.Record(Schema.String, Schema.Unknown),
        customCommands: Schema.Array(Schema.Unknown)
      }),
      success: AliasesView,
      error: [RulesNotTaken, Conflict]
    }).annotate(Needs, ["owner"])
  )
  .middleware(TenantPages)
  .middleware(Authorization)
  .annotate(Needs, ["automation.manage"])
  .annotateMerge(
    OpenApi.annotations({ title: "Rules", description: "What the bot does, and the words it understands" })
  ) {}
