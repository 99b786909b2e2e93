import { prepared, view } from './prepared-queries.ts';

export const fiscalCalendar = prepared(
  `
# Which months are closed, and which were reopened?
query FiscalCalendar {
  periods {
    ${view}
    periods {
      start end state wasReopened
      closing {
        closedAt position accounts openItems
        totals {
          currency openCharges
          unappliedPayments unappliedCredits
          inBase { currency openCharges }
        }
      }
    }
  }
}`,
  {},
);

export const rollForward = prepared(
  `
# From one closing to the next. Null: the last closed.
query RollForward($period: CalendarDate) {
  rollForward(period: $period) {
    ${view}
    period { start end state wasReopened }
    isAsFrozen
    rows {
      currency isInBase
      receivables {
        opening priorPeriodCorrections closing
        lines { class amount priorPeriodCorrections }
      }
      unapplied {
        opening priorPeriodCorrections closing
        lines { class amount priorPeriodCorrections }
      }
    }
  }
}`,
  { period: null },
);

export const cutOffList = prepared(
  `
# Recorded in another month than it is dated in.
query CutOffList($effectiveMonth: String) {
  cutOff(effectiveMonth: $effectiveMonth, first: 100) {
    ${view}
    edges {
      node {
        effectiveMonth recordedMonth
        entry {
          accountId type effectiveDate recordedAt
          reasonCode actor { id role }
          corrects { commandId effectiveDate }
        }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
  { effectiveMonth: null },
);

export const reopenings = prepared(
  `
# Which periods were reopened, by whom and why?
query Reopenings {
  auditTrail(filter: { types: [PeriodReopened] }) {
    ${view}
    edges {
      node {
        recordedAt reasonCode reasonLabel reference
        actor { id role } data
      }
    }
  }
}`,
  {},
);
