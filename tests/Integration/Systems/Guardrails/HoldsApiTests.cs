using System.Text.Json.Nodes;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Guardrails;

public sealed class HoldsApiTests
{
    private const string Group = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-shop";

    [Fact]
    public async Task A_hold_is_placed_shown_and_released_each_by_somebody()
    {
        await using var system = await LocalSystemDriver.StartAsync();

        var placed = await system.PostAsync("/api/holds", Request(("for", "2h"), ("reason", "Moving <b>disks</b>.")));

        Assert.Equal(200, placed.Status);
        Assert.Equal(Group.ToLowerInvariant(), placed.Json["hold"]!["resource"]!.GetValue<string>());
        Assert.Single((await system.GetAsync("/api/holds")).Json["holds"]!.AsArray());
        var page = await system.Http.GetStringAsync("ops");
        Assert.Contains("ana holds it. Moving &lt;b&gt;disks&lt;/b&gt;.", page, StringComparison.Ordinal);

        Assert.Equal(200, (await system.PostAsync("/api/holds/release", Request(("user", "ben")))).Status);
        Assert.Equal(404, (await system.PostAsync("/api/holds/release", Request())).Status);
        var list = (await system.GetAsync("/api/holds")).Json;
        Assert.Empty(list["holds"]!.AsArray());
        Assert.Equal(["ana", "ben"], list["log"]!.AsArray().Select(c => c!["by"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("user", null, 401, "user")]
    [InlineData("user", "mallory", 401, "user")]
    [InlineData("resource", null, 400, "resource")]
    [InlineData("resource", "vm-1", 400, "resource")]
    [InlineData("for", null, 400, "until")]
    [InlineData("for", "31d", 400, "until")]
    [InlineData("until", "2026-12-01T10:00:00Z", 400, "until")]
    public async Task A_request_that_cannot_be_understood_names_its_field(string field, string? value, int status, string wrong)
    {
        await using var system = await LocalSystemDriver.StartAsync();

        var answer = await system.PostAsync("/api/holds", Request(("for", "2h"), (field, value)));

        Assert.Equal(status, answer.Status);
        Assert.Contains($"\"{wrong}\"", answer.Json.ToJsonString(), StringComparison.Ordinal);
    }

    private static JsonObject Request(params (string Field, string? Value)[] fields)
    {
        var request = new JsonObject { ["resource"] = Group, ["user"] = "ana" };
        foreach (var (field, value) in fields)
        {
            request[field] = value;
        }

        return request;
    }
}
