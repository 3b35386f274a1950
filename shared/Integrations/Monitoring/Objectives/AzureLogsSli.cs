using Azure.Monitor.Query;
using OpsAutomation.Core.Slos.Definitions;
using OpsAutomation.Core.Slos.Measuring;
using OpsAutomation.Integrations.Arm;

namespace OpsAutomation.Integrations.Monitoring.Objectives;

/// <summary>
/// Reads a query of a Log Analytics workspace. The query gives one row for each minute: a time in the first column and a
/// number in the second, such as <c>… | summarize count() by bin(TimeGenerated, 1m)</c>.
/// </summary>
internal sealed class AzureLogsSli(LogsQueryClient client)
{
    public async Task<SliAnswer> ReadAsync(SliQuery query, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var answer = await TypedAnswers.ReadAsync(() => client.QueryWorkspaceAsync(query.Resource!, query.Text, new QueryTimeRange(from, to), null, cancellationToken));
        var samples = new List<SliSample>();
        foreach (var row in answer.Value.Table.Rows)
        {
            if (row.Count < 2 || row[0] is not DateTimeOffset time)
            {
                return new SliAnswer([], "The query must give a time in its first column and a number in its second.");
            }

            if (row[1] is not null && await TypedAnswers.ReadAsync(() => Task.FromResult(row.GetDouble(1))) is { } number)
            {
                samples.Add(new SliSample(time, number));
            }
        }

        return new SliAnswer(samples);
    }
}
