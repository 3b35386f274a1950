using OpsAutomation.Cli.Composition;
using OpsAutomation.Cli.Verbs;

namespace OpsAutomation.Unit.Cli;

public sealed class LocalRecordsTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Without_the_setting_the_state_folder_keeps_the_records(string? value) => Assert.Null(LocalRecords.Account(value));

    [Fact]
    public void The_emulator_is_on_this_machine() =>
        Assert.Equal(new Uri("http://127.0.0.1:10002/devstoreaccount1"), LocalRecords.Account("UseDevelopmentStorage=true")!.Endpoint);

    [Fact]
    public void An_account_outside_this_machine_is_refused_and_its_key_is_not_told()
    {
        const string Key = "c2VjcmV0LWtleS1vZi1hLXRlc3Q=";

        var refusal = Assert.Throws<CliException>(() => LocalRecords.Account($"DefaultEndpointsProtocol=https;AccountName=prodaccount;AccountKey={Key}"));

        Assert.Contains("outside this machine", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_read_is_told_by_the_name_of_the_setting() =>
        Assert.StartsWith("AzureWebJobsStorage: ", Assert.Throws<CliException>(() => LocalRecords.Account("AccountName=x")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_table_service_that_does_not_answer_is_told_with_how_to_start_one()
    {
        var account = LocalRecords.Account("DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=c2VjcmV0;TableEndpoint=http://127.0.0.1:1/devstoreaccount1")!;

        var refusal = await Assert.ThrowsAsync<CliException>(() => LocalRecords.PrepareAsync(account, CancellationToken.None));

        Assert.Contains("azurite", refusal.Message, StringComparison.Ordinal);
    }
}
