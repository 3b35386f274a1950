using FsCheck;
using FsCheck.Fluent;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Recent;
using OpsAutomation.Core.Correlation.Search;

namespace OpsAutomation.Unit.Core.Correlation.Search;

public sealed class AlertQueryReaderTests
{
    private static readonly DateTimeOffset Noon = SomeAlert.Noon;

    [Fact]
    public void Without_anything_it_is_the_last_24_hours()
    {
        var (query, problems) = Read();

        Assert.Empty(problems);
        Assert.Equal((Noon.AddDays(-1), AlertQuery.DefaultLimit, false), (query!.From.AddTicks(-1), query.Limit, query.IsFiltered));
        Assert.True(query.To > Noon);
    }

    [Fact]
    public void Every_field_is_read_and_an_empty_one_is_none()
    {
        var (query, problems) = Read(
            ("fingerprint", "f"), ("resource", "/r"), ("rule", " cpu "), ("service", ""), ("source", "s"), ("disposition", "merged"), ("incident", "INC-1"),
            ("from", "2026-11-01"), ("to", "2026-11-02T03:04+02:00"), ("text", "t"), ("limit", "200"), ("continue", new RecentPosition(Noon, "al-1").Token));

        Assert.Empty(problems);
        Assert.Equal(
            ("f", "/r", "cpu", null, "s", DispositionKind.Merged, "INC-1", "t", 200),
            (query!.Fingerprint, query.Resource, query.Rule, query.Service, query.Source, query.Disposition, query.Incident, query.Text, query.Limit));
        Assert.Equal((new DateTimeOffset(2026, 11, 1, 0, 0, 0, default), new DateTimeOffset(2026, 11, 2, 1, 4, 0, default)), (query.From, query.To));
        Assert.Equal(new RecentPosition(Noon, "al-1"), query.Continue);
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var (query, problems) = Read(
            ("servcie", "x"), ("disposition", "3"), ("limit", "201"), ("from", "yesterday"), ("to", "24:00"), ("continue", "p1.x."), ("rule", new string('r', 601)), ("text", "a"), ("text", "b"));

        Assert.Null(query);
        Assert.Equal(["servcie", "rule", "text", "to", "from", "disposition", "limit", "continue"], problems.Select(p => p.Field));
    }

    [Theory]
    [InlineData("2026-11-24T12:00:00Z", "2026-11-24T11:00:00Z", "must be before")]
    [InlineData("2026-10-01", "2026-11-24", "At most 31 days")]
    [InlineData("0001-01-01", "0001-01-02", "must be before")]
    public void A_stretch_of_time_that_cannot_be_searched_is_refused(string from, string to, string why)
    {
        var (query, problems) = Read(("from", from), ("to", to));

        Assert.Null(query);
        Assert.Contains(why, Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_that_is_written_reads_as_itself()
    {
        var (query, _) = Read(("rule", "a&b=c"), ("disposition", "Suppressed"), ("limit", "7"), ("from", "2026-11-20T01:02:03.1234567Z"));
        var position = new RecentPosition(Noon.AddHours(-1), "al-7");
        var again = AlertQueryReader.Read(AlertQueryReader.Write(query!, position).Select(f => KeyValuePair.Create(f.Key, (string?)f.Value)), Noon.AddHours(5)).Query;

        Assert.Equal(query! with { Continue = position }, again);
        Assert.Contains("rule=a%26b%3Dc", AlertQueryReader.QueryString(query!, null), StringComparison.Ordinal);
    }

    [Fact]
    public void No_token_throws_and_one_that_is_read_is_a_place() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll<string?>(text =>
        {
            var prefixed = RecentPosition.Parse($"p1.{text}");
            return (RecentPosition.Parse(text) is null || text!.StartsWith("p1.", StringComparison.Ordinal)) && (prefixed is null || RecentPosition.Parse(prefixed.Token) == prefixed);
        }));

    private static (AlertQuery? Query, IReadOnlyList<QueryProblem> Problems) Read(params (string Name, string Value)[] fields) =>
        AlertQueryReader.Read(fields.Select(f => KeyValuePair.Create(f.Name, (string?)f.Value)), Noon);
}
