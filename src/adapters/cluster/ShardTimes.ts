/**
 * The cluster's times and sizes; docs/operations.md says what they come to. The number of shards must be the same on
 * all runners and stay so.
 */
export const shardTimes = {
  shardsPerGroup: 64,
  maxResidentEntities: 100_000,
  entityMaxIdleTime: "10 minutes",
  // A process of which nothing is heard for so long has lost its actors. A look at its locks may take a third of it, else it
  // gives all of them up itself: shorter, and a machine with too much to do would move sessions for nothing.
  shardLockExpiration: "12 seconds",
  shardLockRefreshInterval: "4 seconds",
  // How soon the others see that a process has come or gone: one small read each time.
  refreshAssignmentsInterval: "250 millis",
  runnerHealthCheckInterval: "3 seconds",
  entityMessagePollInterval: "2 seconds",
  entityTerminationTimeout: "5 seconds",
  runnerJoinDebounce: "0 seconds",
  // The actors that a leaving process still had are free before the others hear of it: HandOver.ts.
  preemptiveShutdown: false,
  // One process talks to itself: encoding every message to decode it again would double its cost.
  simulateRemoteSerialization: false
} as const

/** `shardLockExpiration` in milliseconds. */
export const expirationMillis = 12_000
