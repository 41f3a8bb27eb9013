import { Context } from "effect"

/** Where the other runners reach this one, as `host:port`: its name in the deployment. */
export class RunnerPlace extends Context.Service<RunnerPlace, { readonly address: string }>()(
  "relaydesk/adapters/cluster/RunnerPlace"
) {}
