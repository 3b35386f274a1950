using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Alerts.Sources;

public sealed class SenderValuesTests
{
    [Theory]
    [InlineData("\"$11,111.00\"", 11111.0)]
    [InlineData("\"8000.0\"", 8000.0)]
    [InlineData("\"1.234,56 €\"", 1234.56)]
    [InlineData("\"1,234\"", 1234.0)]
    [InlineData("\"12,5\"", 12.5)]
    [InlineData("\"1,234,567\"", 1234567.0)]
    [InlineData("\"USD -5.25\"", -5.25)]
    [InlineData("42.5", 42.5)]
    [InlineData("\"1e5\"", null)]
    [InlineData("\"a lot\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("1e999", null)]
    [InlineData("{}", null)]
    public void Money_is_read_as_billing_writes_it(string json, double? expected) => Assert.Equal(expected, Money.Parse(AzureSamples.Json(json)));

    [Theory]
    [InlineData("2026-11-07T12:13:31.365Z", "2026-11-07T12:13:31.3650000+00:00")]
    [InlineData("2021-10-27T11:34:44.7012738Z", "2021-10-27T11:34:44.7012738+00:00")]
    [InlineData("2019-03-22T13:58:24+02:00", "2019-03-22T11:58:24.0000000+00:00")]
    [InlineData("3/22/2019 1:36:33 PM", "2019-03-22T13:36:33.0000000+00:00")]
    [InlineData("11/17/2021 5:40:29 PM -08:00", "2021-11-18T01:40:29.0000000+00:00")]
    [InlineData("2022-11-01", "2022-11-01T00:00:00.0000000+00:00")]
    public void Times_are_read_as_utc(string text, string expected) => Assert.Equal(expected, SenderTime.Parse(text)?.ToString("O"));

    [Theory]
    [InlineData("1:00")]
    [InlineData("tomorrow")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_no_time_is_no_time(string? text) => Assert.Null(SenderTime.Parse(text));

    [Theory]
    [InlineData("Log Alert V2", "Log Alerts V2")]
    [InlineData("platfrom", "Platform")]
    [InlineData("zzzzzzzzzzzzzz", null)]
    public void A_misspelt_name_finds_the_nearest(string name, string? expected) =>
        Assert.Equal(expected, NearestName.Of(name, ["Platform", "Log Alerts V2", "CostAlerts"]));
}
