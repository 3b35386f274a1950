// What the subscription may cost in a month. The intake hears of it, and so does a person: a budget is spent by mistakes that
// automation may have made.
targetScope = 'subscription'

@description('Name of the environment.')
param environmentName string

@description('Amount of a month.')
param amount int

@description('First day, the first of a month.')
param start string

@description('Action group of the intake.')
param intakeGroupId string

@description('Who is told directly.')
param onCallEmail string

resource budget 'Microsoft.Consumption/budgets@2026-06-01' = {
  name: 'budget-ops-${environmentName}'
  properties: {
    amount: amount
    category: 'Cost'
    timeGrain: 'Monthly'
    timePeriod: {
      startDate: start
    }
    notifications: {
      forecastOver: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 100
        thresholdType: 'Forecasted'
        contactEmails: [onCallEmail]
        contactGroups: [intakeGroupId]
      }
      mostIsSpent: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 80
        thresholdType: 'Actual'
        contactEmails: [onCallEmail]
        contactGroups: [intakeGroupId]
      }
    }
  }
}
