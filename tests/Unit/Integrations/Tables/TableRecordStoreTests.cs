using Azure;
using OpsAutomation.Core.Records;
using OpsAutomation.Integrations.Records.Tables;

namespace OpsAutomation.Unit.Integrations.Tables;

public sealed class TableRecordStoreTests : IDisposable
{
    private static readonly RecordChange Insert = new RecordChange.Insert("a", "1");
    private readonly TableServiceStub _service = new();

    public void Dispose() => _service.Dispose();

    [Fact]
    public async Task Every_request_has_the_token_the_pinned_version_and_an_id()
    {
        _service.Answer(200, TableServiceStub.Entity("a"));
        Assert.NotNull(await _service.Store().ReadAsync("p", "a"));
        var (_, address, headers) = Assert.Single(_service.Requests);
        Assert.Equal("https://myaccount.table.core.windows.net/opsrecords(PartitionKey='p',RowKey='a')", address.AbsoluteUri);
        Assert.Equal("Bearer token for https://storage.azure.com/.default", headers["Authorization"]);
        Assert.Equal("2020-12-06", headers["x-ms-version"]);
        Assert.True(Guid.TryParse(headers["x-ms-client-request-id"], out _));
    }

    [Fact]
    public async Task An_absent_row_is_null_and_an_absent_table_an_error()
    {
        _service.Fail(404, "ResourceNotFound");
        Assert.Null(await _service.Store().ReadAsync("p", "a"));
        _service.Fail(404, "TableNotFound");
        Assert.Equal("TableNotFound", (await Assert.ThrowsAsync<RequestFailedException>(() => _service.Store().ReadAsync("p", "a"))).ErrorCode);
        _service.Answer(404, "<html>proxy</html>");
        await Assert.ThrowsAsync<RequestFailedException>(() => _service.Store().ReadAsync("p", "a"));
    }

    [Fact]
    public async Task Reads_are_tried_again_and_wait_as_long_as_the_service_asks()
    {
        _service.Fail(503, "ServerBusy", ("Retry-After", "3"));
        _service.Break();
        _service.Answer(200, TableServiceStub.Entity("a"));
        Assert.NotNull(await _service.Store().ReadAsync("p", "a"));
        Assert.Equal([TimeSpan.FromSeconds(3), TimeSpan.FromMilliseconds(400)], _service.Clock.Waits);
    }

    [Fact]
    public async Task A_wait_beyond_our_patience_is_not_begun()
    {
        _service.Fail(503, "ServerBusy", ("Retry-After", "60"));
        await Assert.ThrowsAsync<RequestFailedException>(() => _service.Store().ReadAsync("p", "a"));
        Assert.Empty(_service.Clock.Waits);
    }

    [Fact]
    public async Task Attempts_are_counted_and_end()
    {
        for (var i = 0; i < 3; i++)
        {
            _service.Fail(500, "InternalError");
        }

        await Assert.ThrowsAsync<RequestFailedException>(() => _service.Store(new TableOptions { MaxAttempts = 3 }).ReadAsync("p", "a"));
        Assert.Equal(3, _service.Requests.Count);
    }

    [Fact]
    public async Task An_empty_page_with_a_continuation_is_not_the_end_of_a_range()
    {
        _service.Answer(200, """{"value":[]}""", ("x-ms-continuation-NextPartitionKey", "1!8!a+b="), ("x-ms-continuation-NextRowKey", "1!4!c/"));
        _service.Answer(200, $$"""{"value":[{{TableServiceStub.Entity("a")}}]}""", ("x-ms-continuation-NextPartitionKey", "1!8!d"));
        _service.Answer(200, $$"""{"value":[{{TableServiceStub.Entity("b")}}]}""");
        var rows = new List<string>();
        await foreach (var record in _service.Store().RangeAsync("p", "a"))
        {
            rows.Add(record.Row);
        }

        Assert.Equal(["a", "b"], rows);
        Assert.EndsWith("&NextPartitionKey=1%218%21a%2Bb%3D&NextRowKey=1%214%21c%2F", _service.Requests[1].Address.AbsoluteUri);
        Assert.EndsWith("&NextPartitionKey=1%218%21d", _service.Requests[2].Address.AbsoluteUri);
        Assert.Contains("$filter=PartitionKey%20eq%20%27p%27%20and%20RowKey%20ge%20%27a%27", _service.Requests[2].Address.AbsoluteUri);
    }

    [Fact]
    public async Task Rows_out_of_order_are_an_error_and_not_a_result()
    {
        _service.Answer(200, $$"""{"value":[{{TableServiceStub.Entity("b")}},{{TableServiceStub.Entity("a")}}]}""");
        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var _ in _service.Store().RangeAsync("p"))
            {
            }
        });
    }

    [Fact]
    public async Task A_batch_refused_for_load_is_sent_again_without_reading_back()
    {
        _service.Fail(503, "ServerBusy");
        _service.Accept(1);
        await _service.Store().CommitAsync("p", [Insert]);
        Assert.Equal([HttpMethod.Post, HttpMethod.Post], _service.Requests.Select(r => r.Method));
    }

    [Fact]
    public async Task A_batch_whose_answer_was_lost_is_read_back_and_not_sent_again_where_it_stands()
    {
        _service.Break();
        _service.Answer(200, TableServiceStub.Entity("a"));
        await _service.Store().CommitAsync("p", [Insert]);
        Assert.Equal([HttpMethod.Post, HttpMethod.Get], _service.Requests.Select(r => r.Method));
    }

    [Fact]
    public async Task A_first_message_that_arrives_late_is_recognised_in_the_conflict_of_the_second()
    {
        _service.Fail(500, "OperationTimedOut");
        _service.Fail(404, "ResourceNotFound");
        _service.FailInBatch(409, "EntityAlreadyExists", 0);
        _service.Answer(200, TableServiceStub.Entity("a"));
        await _service.Store().CommitAsync("p", [Insert]);
    }

    [Fact]
    public async Task A_row_of_another_commit_proves_nothing()
    {
        _service.Break();
        _service.Answer(200, TableServiceStub.Entity("a", commit: "another"));
        _service.FailInBatch(409, "EntityAlreadyExists", 0);
        _service.Answer(200, TableServiceStub.Entity("a", commit: "another"));
        Assert.Equal("a", (await Assert.ThrowsAsync<RecordConflictException>(() => _service.Store().CommitAsync("p", [Insert]))).Row);
    }

    [Fact]
    public async Task A_batch_that_cannot_be_read_back_is_told_as_unknown()
    {
        _service.Break();
        _service.Fail(403, "AuthorizationFailure");
        var error = await Assert.ThrowsAsync<RequestFailedException>(() => _service.Store().CommitAsync("p", [Insert]));
        Assert.Contains("may have taken effect or not", error.Message);
    }

    [Fact]
    public async Task A_refusal_that_will_not_pass_is_not_tried_again()
    {
        _service.FailInBatch(400, "EntityTooLarge", 0);
        Assert.Equal("EntityTooLarge", (await Assert.ThrowsAsync<RequestFailedException>(() => _service.Store().CommitAsync("p", [Insert]))).ErrorCode);
        Assert.Single(_service.Requests);
    }

    [Fact]
    public async Task A_caller_who_cancels_is_not_told_of_a_timeout()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _service.Store().ReadAsync("p", "a", cancelled.Token));
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public async Task A_table_that_exists_is_created_without_an_error()
    {
        _service.Fail(409, "TableAlreadyExists");
        await _service.Store().CreateTableIfNotExistsAsync();
        _service.Fail(409, "TableBeingDeleted");
        await Assert.ThrowsAsync<RequestFailedException>(() => _service.Store().CreateTableIfNotExistsAsync());
    }

    [Fact]
    public void Wrong_options_are_told_all_at_once()
    {
        var options = new TableOptions { Table = "ops-records", Timeout = TimeSpan.Zero, MaxAttempts = 0, Patience = TimeSpan.FromHours(1) };
        var error = Assert.Throws<ArgumentException>(() => _service.Store(options));
        Assert.All(new[] { "Records:Table", "Records:Timeout", "Records:MaxAttempts", "Records:Patience" }, name => Assert.Contains(name, error.Message));
    }
}
