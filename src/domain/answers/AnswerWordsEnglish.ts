import type { AnswerPhrases } from "./AnswerWords.ts"

/** English as providers' staff and bots write it, slips included. */
export const english: AnswerPhrases = {
  done: "✓|done|all done|dn|dne|doned|doen|fixed|resolved|solved|processed|successful|successfully|success|sorted|executed|task done|has been done|taken care of|approved and done|settled",
  completed: "completed|complete|compleated|completd|complated|finished|fulfilled|delivered",
  cancelled:
    "cancelled|canceled|cancled|canceld|cancelld|cancell done|refunded|refund done|refund given|refund completed|refund sent|stopped|removed|voided|cancellation done|cancelation done|money returned|returned",
  refilled:
    "refilled|refiled|refilld|re filled|reffilled|topped up|restored|refill done|refill completed|refill complete|refill finished|refill successful|dropped ones restored",
  hurried:
    "sped up|speeded up|speeded|speed up done|speedup done|accelerated|boosted|pushed|restarted|resumed|speed increased|running fast now|running now",
  ended:
    "status completed|status is completed|order status completed|already completed|already complete|already finished|already delivered|was completed already|order completed already|order is completed|order is already completed|order completed|is completed already|completed already",
  partial:
    "previous|previous one|another|other one|one of them|first one|second one|last one|remaining|remains|left|partial|partially|partialed|partial refund|some of them|half|only some|few of them",
  rejected:
    "✗|rejected|reject|declined|refused|denied|disapproved|invalid order|wrong id|wrong order id|order not found|not found|id not found|failed|fail|error|expired|guarantee expired|warranty expired|refill expired|out of guarantee|no drop|not dropped|no drops",
  cannot:
    "cannot|cant|can not|could not|couldnt|not possible|impossible|unable|not able|not allowed|not eligible|ineligible|not available|unavailable|not supported|wont|will not|would not|not applicable|no refill|non refill|no refund|no cancel|no cancellation|no cancel button|no way|not accepted|not approved|too late|no option",
  progress:
    "⏲|in progress|inprogress|progress|processing|processig|in process|in proces|under process|working|working on it|on it|checking|check|we check|under review|reviewing|pending|in queue|queued|queue|waiting|wait|yet|still|forwarded|sent to|escalated|informed|submitted|sent|request sent|sent successfully|accepted|approved|raised|created|request successful|requested successfully|successfully requested|successfully sent|successfully submitted|request completed|applied|applied for|added|request added|requested|started|starting|cancelling|canceling|refilling|refill started|speeding|ongoing|running slowly|update you|looking into|being|almost",
  pending: "not yet|not done yet|still not|yet to be",
  later:
    "will|shall|soon|shortly|later|tomorrow|tmrw|going to|gonna|in few|in some time|some time|few minutes|few hours|within|asap|by evening",
  noted: "✋|ok|okay|okey|okk|k|noted|sure|got it|received|copy|roger|understood|yes sir|ok sir|alright|fine",
  not: "not|never|dont|do not|doesnt|does not|didnt|did not|isnt|is not|arent|hasnt|has not|havent|have not|wasnt|werent|no|nope|none|neither|nor|without|nothing|nobody|instead of|rather than",
  ask: "?|is it|are they|has it|was it|were they|please confirm if|tell me if|which one|which order|what order|do you|did you|have you|should i|should we|can i|can we|may i|want me to|do i",
  if: "if|unless|when|once|until|till|whether|maybe|perhaps|probably|might|may be|could be|should be|supposed|hope|hopefully|try|trying|tried|lets",
  cancel: "cancel|cancellation|cancelation|refund",
  refill: "refill|refil|reffill|top up",
  speedup: "speed up|speedup|speed",
  calm: "no problem|no problems|no worries|no issue|no issues|not a problem|no need to worry|please check|pls check|plz check|kindly check|you can check|check now|check please|check it|check pls|check plz|wait is over|dont worry|no more wait|thank you for waiting|thanks for waiting"
}
