using System.Text;
using OpsAutomation.Core.Records;
using OpsAutomation.Integrations.Records.Tables;
using OpsAutomation.Integrations.Records.Tables.Batches;

namespace OpsAutomation.Unit.Integrations.Tables;

public sealed class BatchTests
{
    private const string ETag = "W/\"datetime'2026-11-24T09%3A00%3A00.1234567Z'\"";
    private static readonly TableAddress Address = new(new Uri("https://myaccount.table.core.windows.net"), "opsrecords");

    [Fact]
    public void A_batch_is_one_change_set_in_the_documented_form()
    {
        var batch = PreparedBatch.Of(
            Address, "p", [new RecordChange.Insert("a", "1"), new RecordChange.Replace("b|c", "2", ETag), new RecordChange.Upsert("d", "3"), new RecordChange.Delete("e", ETag), new RecordChange.Delete("f")], "c1");
        Assert.Equal("multipart/mixed; boundary=batch_c1", batch.ContentType);
        const string head = "--changeset_c1\nContent-Type: application/http\nContent-Transfer-Encoding: binary\n\n";
        const string common = "Accept: application/json;odata=minimalmetadata\nPrefer: return-no-content\nDataServiceVersion: 3.0;\n\n";
        const string table = "https://myaccount.table.core.windows.net/opsrecords";
        var expected = "--batch_c1\nContent-Type: multipart/mixed; boundary=changeset_c1\n\n"
            + head + $"POST {table} HTTP/1.1\nContent-Type: application/json\n{common}{Entity("a", "1")}\n"
            + head + $"PUT {table}(PartitionKey='p',RowKey='b%7Cc') HTTP/1.1\nContent-Type: application/json\nIf-Match: {ETag}\n{common}{Entity("b|c", "2")}\n"
            + head + $"PUT {table}(PartitionKey='p',RowKey='d') HTTP/1.1\nContent-Type: application/json\n{common}{Entity("d", "3")}\n"
            + head + $"DELETE {table}(PartitionKey='p',RowKey='e') HTTP/1.1\nIf-Match: {ETag}\n{common}\n"
            + head + $"DELETE {table}(PartitionKey='p',RowKey='f') HTTP/1.1\nIf-Match: *\n{common}\n"
            + "--changeset_c1--\n--batch_c1--\n";
        Assert.Equal(expected.Replace("\n", "\r\n", StringComparison.Ordinal), Encoding.UTF8.GetString(batch.Write()));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("")]
    [InlineData("W/\"somebody else's\"")]
    [InlineData("W/\"datetime'")]
    [InlineData("W/\"datetime'x\r\nX-Injected: 1'\"")]
    [InlineData("W/\"datetime'x y'\"")]
    public void A_version_that_no_table_gives_is_a_conflict_and_reaches_no_header(string etag)
    {
        var conflict = Assert.Throws<RecordConflictException>(() => PreparedBatch.Of(Address, "p", [new RecordChange.Delete("head", etag)], "c1"));
        Assert.Equal(("p", "head"), (conflict.Partition, conflict.Row));
    }

    [Fact]
    public void A_batch_that_is_too_large_only_as_it_is_sent_is_refused()
    {
        // Each quotation mark is two bytes on the way.
        RecordChange[] changes = [.. Enumerable.Range(0, 8).Select(i => new RecordChange.Insert($"{i}", new string('"', 300_000)))];
        Assert.Contains("at most 4194304", Assert.Throws<ArgumentException>(() => PreparedBatch.Of(Address, "p", changes, "c1")).Message);
    }

    [Fact]
    public void An_answer_with_a_success_for_each_change_is_a_success()
    {
        var answer = BatchAnswer.Read(Answer("HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 204 No Content\r\n\r\n"), 2);
        Assert.True(answer.Reply.Done);
    }

    [Fact]
    public void An_answer_that_does_not_speak_of_every_change_is_in_doubt()
    {
        var answer = BatchAnswer.Read(Answer("HTTP/1.1 204 No Content\r\n\r\n"), 2);
        Assert.True(answer.Reply is { Done: false, Doubtful: true, Conflict: false });
    }

    [Theory]
    [InlineData(409, "EntityAlreadyExists", true)]
    [InlineData(412, "UpdateConditionNotSatisfied", true)]
    [InlineData(404, "ResourceNotFound", true)]
    [InlineData(404, "TableNotFound", false)]
    [InlineData(409, "TableBeingDeleted", false)]
    [InlineData(400, "EntityTooLarge", false)]
    [InlineData(500, "OperationTimedOut", false)]
    public void A_failed_answer_says_which_change_and_why(int status, string code, bool conflict)
    {
        var json = TableServiceStub.Error(code, @"1:What is wrong.\nRequestId:1\nTime:2");
        var answer = BatchAnswer.Read(Answer($"HTTP/1.1 {status} Whatever\r\nContent-Type: application/json\r\n\r\n{json}\r\n"), 3);
        Assert.Equal((1, status, code, conflict), (answer.Index, answer.Reply.Status, answer.Reply.Code, answer.Reply.Conflict));
        Assert.EndsWith("What is wrong.", answer.Reply.Exception("It").Message.Split('\n')[0].Trim());
    }

    [Fact]
    public void A_failure_that_is_not_the_services_own_has_its_status_only()
    {
        var reply = TableReply.Failed(502, "<html>{bad gateway"u8.ToArray(), code: null, retryAfter: null);
        Assert.True(reply is { Status: 502, Code: null, MayPass: true, Doubtful: true });
    }

    [Fact]
    public void A_refusal_for_load_has_no_effect_and_a_timeout_may_have()
    {
        Assert.False(new TableReply(503, "ServerBusy", "").Doubtful);
        Assert.False(new TableReply(429, Code: null, "").Doubtful);
        Assert.True(new TableReply(503, Code: null, "").Doubtful);
        Assert.True(new TableReply(500, "OperationTimedOut", "").Doubtful);
    }

    private static string Entity(string row, string body) => $$"""{"PartitionKey":"p","RowKey":"{{row}}","Schema":1,"Commit":"c1","Body":"{{body}}"}""";

    private static TableReply Answer(params string[] parts) => new(202, Code: null, string.Empty)
    {
        Body = Encoding.UTF8.GetBytes(
            "--batchresponse_1\r\nContent-Type: multipart/mixed; boundary=changesetresponse_1\r\n\r\n"
            + string.Concat(parts.Select(part => $"--changesetresponse_1\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n{part}\r\n"))
            + "--changesetresponse_1--\r\n--batchresponse_1--\r\n"),
    };
}
